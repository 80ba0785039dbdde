"use client";

import { useNow } from "../../ui/time/use-now.ts";
import { useChainHead } from "../services/services-state.ts";

/**
 * The contracts' clock, Unix seconds, ticking: a chain whose clock is ahead of this browser's moves windows and deadlines.
 * Nothing while the server draws.
 */
export function useChainNow(): number | undefined {
  const now = useNow();
  const { data, dataUpdatedAt } = useChainHead();
  if (now === undefined) return undefined;
  return data ? now + Math.max(0, data.timestamp - Math.floor(dataUpdatedAt / 1000)) : now;
}
