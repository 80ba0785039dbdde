"use client";

import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { indexerStatusSchema } from "@computehive/protocol/indexer-api/status";
import { wait } from "@computehive/sdk/retry";
import { useCallback } from "react";
import { useIndexer } from "../http/services.tsx";
import { useLiveStore } from "../live/use-live.tsx";

const POLL_MS = 400;
/** An indexer that takes longer is not worth a person's time: the chain has it already. */
const PATIENCE_MS = 12_000;

/** Waits until the indexer has a block; answers whether it has. */
export function useIndexedBlock(): (block: bigint, signal?: AbortSignal) => Promise<boolean> {
  const indexer = useIndexer();
  const live = useLiveStore();
  return useCallback(
    (block, signal) => {
      const newest = async (): Promise<number | undefined> => {
        const told = live.head()?.block;
        if (told !== undefined && BigInt(told) >= block) return told;
        const status = await indexer.get(indexerRoutes.status(), indexerStatusSchema, { signal });
        return status.indexed?.number;
      };
      return untilAtLeast(block, newest, signal);
    },
    [indexer, live],
  );
}

async function untilAtLeast(
  block: bigint,
  newest: () => Promise<number | undefined>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const found = await newest().catch(() => "away" as const);
    signal?.throwIfAborted();
    if (found === "away") return false;
    if (found !== undefined && BigInt(found) >= block) return true;
    await wait(POLL_MS, signal);
  }
  return false;
}
