import type { Logger } from "pino";
import type { Address } from "viem";
import { ChainUnavailableError } from "../chain.ts";
import type { Lead } from "../store.ts";
import { type WatchOptions, type WatchPorts, watchStep } from "./watch-step.ts";

export interface WatcherPorts extends WatchPorts {
  /** Of all gateways on one store, one watches. */
  readonly lead: () => Promise<Lead | undefined>;
  readonly onTold: (accounts: readonly Address[]) => void;
  readonly logger: Logger;
}

/** Longest wait while the chain is away. */
const MAX_DELAY_MS = 30_000;

/** Watches the chain until stopped. Nothing waits for it: while the chain is away it tries again, ever more seldom. */
export function startWatcher(
  options: WatchOptions & { readonly pollMs: number },
  ports: WatcherPorts,
): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  let isStopped = false;
  let failures = 0;
  let lead: Lead | undefined;

  /** @returns how long to wait for the next round, milliseconds. */
  const round = async (): Promise<number> => {
    if (!lead?.isHeld()) lead = await ports.lead();
    if (!lead) return options.pollMs;
    const { told, more } = await watchStep(options, ports);
    if (told.length > 0) ports.onTold(told);
    return more ? 0 : options.pollMs;
  };

  const tryRound = async (): Promise<number> => {
    try {
      const delay = await round();
      if (failures > 0) ports.logger.info("the chain is watched again");
      failures = 0;
      return delay;
    } catch (err) {
      if (failures === 0) noteFailure(err, ports.logger);
      failures += 1;
      return Math.min(MAX_DELAY_MS, options.pollMs * 2 ** Math.min(failures, 10));
    }
  };

  const run = async (): Promise<void> => {
    while (!isStopped) {
      const delay = await tryRound();
      if (isStopped) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timer = setTimeout(resolve, delay);
      });
    }
    await lead?.release();
  };
  const running = run();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      wake();
      await running;
    },
  };
}

/** An absent RPC is no fault of the gateway's, and what it said may hold the key in its URL: its cause stays out of the log. */
function noteFailure(err: unknown, logger: Logger): void {
  const sentence = "the chain cannot be watched; trying again";
  if (err instanceof ChainUnavailableError) logger.warn({ why: err.metaMessages }, sentence);
  else logger.error({ err }, sentence);
}
