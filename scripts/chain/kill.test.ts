import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { type Acknowledged, countSurvivors, payUntilKilled } from "./testing/acknowledged.ts";
import { keepChain, killBoth } from "./testing/kept-chain.ts";

const KILLS = 30;
/** The seed of the moments at which is killed: the same in every run, so that a failure can be looked at again. */
const SEED = 20_240_229;
const LONGEST_RUN_MS = 2_500;
/** The chain promises at most its dump interval plus the time of one dump. A loaded machine is given room. */
const PROMISED_LOSS_SECONDS = 10;

it(`loses at most seconds over ${KILLS} kills of anvil and its keeper at random moments`, {
  timeout: 600_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "hive-chain-kill-"));
  const moments = randomMoments(SEED);
  const losses: number[] = [];
  let chain = await keepChain(folder);
  const { genesisHash } = chain;
  let kept = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const stop = new AbortController();
    const paying = payUntilKilled(chain.url, stop.signal);
    await wait(moments());
    const killedAt = performance.now();
    await killBoth(chain);
    stop.abort();
    const acknowledged = (await paying).filter(({ at }) => at <= killedAt);

    chain = await keepChain(folder);
    expect(chain).toMatchObject({ beginning: "recovered", genesisHash });
    const survivors = await countSurvivors(chain.url, acknowledged);
    losses.push(lossSeconds(acknowledged, survivors, killedAt));
    kept += survivors;
  }
  await killBoth(chain);
  rmSync(folder, { recursive: true, force: true });
  const sorted = losses.toSorted((a, b) => a - b);
  const worst = sorted.at(-1) as number;
  process.stdout.write(
    `Local chain: ${KILLS} kills, ${kept} blocks with payments kept, lost at most ${worst.toFixed(2)} s (median ${(sorted[KILLS >> 1] as number).toFixed(2)} s).\n`,
  );
  expect(worst).toBeLessThanOrEqual(PROMISED_LOSS_SECONDS);
});

/** From the first payment that is gone to the kill. */
function lossSeconds(acknowledged: readonly Acknowledged[], survivors: number, killedAt: number): number {
  const firstLost = acknowledged[survivors];
  return firstLost ? (killedAt - firstLost.at) / 1000 : 0;
}

/** A linear congruential generator (Numerical Recipes): milliseconds up to the longest run. */
function randomMoments(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32) * LONGEST_RUN_MS;
  };
}
