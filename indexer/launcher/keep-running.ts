import { setTimeout as wait } from "node:timers/promises";
import type { RunSettings } from "../src/env.ts";
import type { Chain } from "./chain.ts";
import { freePort } from "./free-port.ts";
import type { Log } from "./log.ts";
import { type Exit, type PonderProcess, startPonder } from "./ponder-process.ts";
import type { Situation } from "./situation.ts";
import type { Store } from "./store.ts";
import { askKeepsake, untilForeign } from "./watch.ts";

const STOP_GRACE_MS = 8_000;
const POLL_MS = 50;
const CHAIN_POLL_MS = 1_000;
/** Doubles from the first to the longest; forgotten after a run of a minute. */
const BACKOFF = { firstMs: 1_000, longestMs: 30_000, forgottenAfterMs: 60_000 };

export interface KeepRunningOptions {
  readonly settings: Omit<RunSettings, "reorgs">;
  readonly data: string;
  readonly store: Store;
  readonly chain: Chain;
  readonly situation: Situation;
  readonly log: Log;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** How a run of Ponder ended. `foreign`: what is kept is not of this chain any more. */
type Ending = { readonly kind: "stopped" } | { readonly kind: "crashed" | "foreign"; readonly reason: string };

/** Runs Ponder until the signal, and starts it again after every other end, with clean tables where the old ones are wrong. */
export async function keepRunning(options: KeepRunningOptions): Promise<void> {
  const { store, chain, situation, log, signal } = options;
  let pauseMs = BACKOFF.firstMs;
  while (await chainIsThere(options)) {
    await prepare(store, chain, log);
    const startedAt = performance.now();
    const ending = await runOnce(options);
    situation.port = undefined;
    if (ending.kind === "stopped") return;
    situation.reason = ending.reason;
    log("warn", ending.reason, { kind: ending.kind });
    situation.stuck = ending.kind === "foreign";
    if (ending.kind === "foreign") await store.clear();
    if (performance.now() - startedAt > BACKOFF.forgottenAfterMs) pauseMs = BACKOFF.firstMs;
    if (ending.kind === "crashed") await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, BACKOFF.longestMs);
  }
}

/** Waits until the RPC answers and its chain is the deployment's. False where the signal came first. */
async function chainIsThere({ settings, chain, situation, log, signal }: KeepRunningOptions): Promise<boolean> {
  const { genesisHash } = settings.deployment;
  let told: string | undefined;
  while (!signal.aborted) {
    const found = await chain.hashOf(0).catch(() => undefined);
    if (found === genesisHash) return true;
    situation.reason = found
      ? `The RPC serves another chain: its first block is ${found}, the deployment's is ${genesisHash}.`
      : "The chain's RPC does not answer.";
    if (told !== situation.reason) log("warn", situation.reason);
    told = situation.reason;
    await pause(CHAIN_POLL_MS, signal);
  }
  return false;
}

async function prepare(store: Store, chain: Chain, log: Log): Promise<void> {
  if (await store.isEmpty()) {
    log("info", "Nothing is kept: the history is read from the beginning.");
  } else {
    const fault = await store.fault(chain);
    if (fault) await store.clear();
    log("info", fault ? `${fault} The history is read again from the beginning.` : "Goes on with what is kept.");
  }
  await store.begin();
}

async function runOnce(options: KeepRunningOptions): Promise<Ending> {
  const { settings, data, store, chain, situation, log, now, signal } = options;
  situation.reason = "The indexer is starting.";
  const ponder: PonderProcess = startPonder({
    settings: { ...settings, reorgs: situation.reorgs },
    data,
    port: await freePort(),
    log,
    onReorg(lastKeptBlock, depth) {
      const reorgs = { count: situation.reorgs.count + 1, lastDepth: depth, lastAt: Math.floor(now() / 1000) };
      situation.reorgs = reorgs;
      log("info", `The chain replaced ${depth} blocks.`, { lastKeptBlock });
      ponder.tell({ event: "reorg", lastKeptBlock, reorgs });
    },
  });
  const over = new AbortController();
  try {
    void announce(ponder, situation, over.signal);
    return await Promise.race([
      ponder.ended.then((exit) => crashed(exit)),
      ponder.stuck.then(() => foreign("The chain replaced more blocks than can be taken back.")),
      untilForeign(ponder.port, chain, over.signal).then(foreign),
      aborted(signal).then(() => stop(ponder, store, log)),
    ]);
  } finally {
    over.abort();
    await ponder.kill();
  }
}

const crashed = (exit: Exit): Ending => ({
  kind: "crashed",
  reason: `Ponder ended (${exit.signal === null ? `exit code ${exit.code}` : exit.signal}) and is started again.`,
});
const foreign = (reason: string): Ending => ({
  kind: "foreign",
  reason: `${reason} The history is read again from the beginning.`,
});

async function announce(ponder: PonderProcess, situation: Situation, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && ponder.port() === undefined) await pause(POLL_MS, signal);
  if (signal.aborted) return;
  situation.port = ponder.port();
  situation.stuck = false;
}

async function stop(ponder: PonderProcess, store: Store, log: Log): Promise<Ending> {
  const port = ponder.port();
  const keepsake = port === undefined ? undefined : await askKeepsake(port).catch(() => undefined);
  const exit = await ponder.stop(STOP_GRACE_MS);
  const isClean = exit.code === 0;
  if (isClean && keepsake) await store.stoppedCleanly(keepsake);
  log("info", isClean ? "Ponder has stopped." : "Ponder had to be killed.");
  return { kind: "stopped" };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {});
}
