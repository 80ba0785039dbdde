import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestChain, type TestChain } from "../support/chain.ts";
import { DOLLAR } from "../support/market.ts";
import type { Action, ActionKind } from "./action.ts";
import { amountOf } from "./execution-rules.ts";
import { createPlayer, type Player } from "./player.ts";
import { type Counts, playStep, playTrace } from "./traces.ts";
import { type Actor, BUYERS, newWorld, PROVIDERS, type World } from "./world.ts";

const TRACES = Number(process.env.HIVE_MODEL_TRACES ?? 15);
const STEPS = Number(process.env.HIVE_MODEL_STEPS ?? 60);
const SEED = Number(process.env.HIVE_MODEL_SEED ?? 1);
const DRIPPED = 10_000n * DOLLAR;
const FAR = 2 ** 40 - 1;

/** Nobody ever allows the thief, and only markets slash. */
const NEVER_ALLOWED: ReadonlySet<ActionKind> = new Set(["draw", "slash"]);
/** Whoever calls changes what is its own. */
const NEVER_REFUSED: ReadonlySet<ActionKind> = new Set(["setOperator", "raiseEpoch"]);

let chain: TestChain | undefined;
let player: Player;

beforeAll(async () => {
  chain = await startTestChain();
  player = await createPlayer(chain);
});
afterAll(() => chain?.stop());

describe("the documents' model and the contracts", () => {
  it(`agree on ${TRACES} random traces of ${STEPS} steps`, { timeout: 60_000 + TRACES * STEPS * 500 }, async () => {
    const counts: Counts = new Map();
    const world = newWorld(player.cast.deployment.parameters, DRIPPED);
    await furnish(world, counts);
    let memory = await player.remember();
    for (let trace = 0; trace < TRACES; trace++) {
      await playTrace(player, world, { seed: SEED * 1_000_003 + trace, length: STEPS, counts });
      await player.goBack(memory);
      memory = await player.remember();
    }
    process.stdout.write(`${tableOf(counts)}\n`);
    for (const [kind, { allowed, refused }] of counts) {
      if (!NEVER_ALLOWED.has(kind)) expect(allowed, `${kind} was never allowed`).toBeGreaterThan(0);
      if (!NEVER_REFUSED.has(kind)) expect(refused, `${kind} was never refused`).toBeGreaterThan(0);
    }
  });
});

describe("the model's price", () => {
  it("rounds down and stops at maxPay", () => {
    const order = { maxPay: 100n, fixedPrice: 1n, price: 7n, unitKind: 1 } as Parameters<typeof amountOf>[0];
    expect([0n, 3_599n, 3_600n, 10n ** 9n].map((units) => amountOf(order, units))).toEqual([1n, 7n, 8n, 100n]);
  });
});

/** Money and stake for everybody who needs some. */
async function furnish(world: World, counts: Counts): Promise<void> {
  const take = async (by: Actor, action: Action) => {
    const now = (await player.now()) + 1;
    const step = { action, by, now };
    expect(await playStep(player, world, step, { seed: 0, steps: [step], counts })).toBe(true);
  };
  for (const owner of [...BUYERS, ...PROVIDERS]) {
    const operator = owner.startsWith("provider") ? "staking" : "market";
    await take(owner, { kind: "deposit", owner, amount: 300n * DOLLAR });
    await take(owner, { kind: "setOperator", operator, cap: 1_000n * DOLLAR, expiry: FAR });
  }
  for (const provider of PROVIDERS) await take(provider, { kind: "addStake", amount: 40n * DOLLAR, epoch: 0 });
}

function tableOf(counts: Counts): string {
  const rows = [...counts].toSorted(([one], [other]) => one.localeCompare(other));
  const sum = (of: "allowed" | "refused") => rows.reduce((total, [, count]) => total + count[of], 0);
  return [
    `Of ${sum("allowed") + sum("refused")} calls ${sum("allowed")} were allowed, ${sum("refused")} refused, as the model says.`,
    ...rows.map(([kind, { allowed, refused }]) => `  ${kind.padEnd(18)} ${allowed} allowed, ${refused} refused`),
  ].join("\n");
}
