import type { Clock } from "@computehive/protocol/clock";

/** Keys that are left alone for a while, each time for twice as long. */
export interface Pauses {
  isPaused(key: string): boolean;
  pause(key: string): void;
}

export interface PausePolicy {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Most keys that are remembered; the oldest are forgotten first. */
  readonly kept: number;
}

export function createPauses(clock: Clock, { firstMs, longestMs, kept }: PausePolicy): Pauses {
  const pauses = new Map<string, { until: number; ms: number }>();
  return {
    isPaused: (key) => (pauses.get(key)?.until ?? 0) > clock.now(),
    pause(key) {
      const before = pauses.get(key);
      const ms = before ? Math.min(longestMs, before.ms * 2) : firstMs;
      pauses.delete(key);
      pauses.set(key, { until: clock.now() + ms, ms });
      if (pauses.size > kept) pauses.delete(pauses.keys().next().value!);
    },
  };
}
