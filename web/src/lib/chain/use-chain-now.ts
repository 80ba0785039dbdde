"use client";

import { useNow } from "../../ui/time/use-now.ts";
import { useChainHead } from "../services/services-state.ts";

/**
 * The newest block's time, Unix seconds: by it the contracts say whether something is due. A clock that ticks between
 * blocks would offer a call before the chain takes it. Nothing until a block is known.
 */
export function useBlockTime(): number | undefined {
  return useChainHead().data?.timestamp;
}

/**
 * The chain's clock, Unix seconds, ticking, for countdowns: a chain whose clock is ahead of this browser's moves windows
 * and deadlines. Nothing while the server draws.
 */
export function useChainNow(): number | undefined {
  const now = useNow();
  const { data, dataUpdatedAt } = useChainHead();
  if (now === undefined) return undefined;
  return data ? now + Math.max(0, data.timestamp - Math.floor(dataUpdatedAt / 1000)) : now;
}
