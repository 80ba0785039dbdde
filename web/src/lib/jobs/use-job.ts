"use client";

import { isTerminal } from "@computehive/protocol/job-state";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useHive } from "../chain/use-hive.ts";
import { useIndexer } from "../http/services.tsx";
import { useLive, useLiveState } from "../live/use-live.tsx";
import { useIndexerState } from "../services/services-state.ts";
import { jobKeys } from "./job-keys.ts";
import { jobOfExecution, type LoadPorts, loadJob } from "./load-job.ts";

/** While the indexer does not tell what happens, the chain is asked so often, milliseconds. */
const ASK_CHAIN_MS = 2_500;
/** A message may be lost; nobody should wait for it for ever. */
const ASK_ANYWAY_MS = 20_000;

/** A job, kept fresh: by the indexer's messages, or by asking the chain where they do not come. */
export function useJob(jobId: Hex | undefined) {
  const ports = useLoadPorts();
  const isLive = useLiveState() === "open" && !ports.avoidIndexer;
  useLive(jobId ? [`job:${jobId}`] : [], { keys: jobId ? [jobKeys.job(jobId)] : [] });
  return useQuery({
    queryKey: jobKeys.job(jobId ?? "0x"),
    enabled: jobId !== undefined,
    queryFn: ({ signal }) => loadJob(jobId as Hex, { ...ports, signal }),
    retry: (failures, error) => error.name !== "JobUnknownError" && failures < 2,
    refetchInterval: ({ state }) => {
      if (state.data && isTerminal(state.data.state)) return false;
      return isLive && state.data?.source === "indexer" ? ASK_ANYWAY_MS : ASK_CHAIN_MS;
    },
  });
}

/** Which job an execution belongs to; that never changes. */
export function useJobOfExecution(executionId: Hex) {
  const ports = useLoadPorts();
  return useQuery({
    queryKey: jobKeys.ofExecution(executionId),
    queryFn: ({ signal }) => jobOfExecution(executionId, { ...ports, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => error.name !== "ExecutionUnknownError" && failures < 2,
  });
}

function useLoadPorts(): LoadPorts {
  const hive = useHive();
  const indexer = useIndexer();
  const { kind } = useIndexerState();
  return { hive, indexer, avoidIndexer: kind === "behind" || kind === "away" };
}
