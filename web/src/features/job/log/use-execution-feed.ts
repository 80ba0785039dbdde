"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import type { Hex } from "viem";
import { useGatewayClient } from "../../../lib/http/services.tsx";
import { createExecutionFeed, EMPTY_FEED, type ExecutionFeed } from "./execution-feed.ts";

/** A program may write faster than anybody reads. */
const DRAW_MS = 100;
const NO_CHANGE = () => () => {};

/** Follows an execution for as long as the page shows it. */
export function useExecutionFeed(executionId: Hex | undefined) {
  const gateway = useGatewayClient();
  const [feed, setFeed] = useState<ExecutionFeed | undefined>(undefined);
  useEffect(() => {
    if (!executionId) return;
    const ending = new AbortController();
    const schedule = (action: () => void) => setTimeout(action, DRAW_MS);
    setFeed(
      createExecutionFeed(executionId, {
        follow: (id, options) => gateway.followLogs(id, options),
        signal: ending.signal,
        schedule,
      }),
    );
    return () => {
      ending.abort();
      setFeed(undefined);
    };
  }, [gateway, executionId]);
  const state = useSyncExternalStore(
    feed?.subscribe ?? NO_CHANGE,
    () => feed?.state() ?? EMPTY_FEED,
    () => EMPTY_FEED,
  );
  return { state, feed };
}
