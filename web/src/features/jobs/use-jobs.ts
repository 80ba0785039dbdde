"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useHive } from "../../lib/chain/use-hive.ts";
import { useIndexer } from "../../lib/http/services.tsx";
import { jobKeys } from "../../lib/jobs/job-keys.ts";
import { useLive, useLiveState } from "../../lib/live/use-live.tsx";
import { useIndexerState } from "../../lib/services/services-state.ts";
import { type JobListQuery, loadJobs } from "./load-jobs.ts";

/** While nothing tells of changes, milliseconds. */
const ASK_AGAIN_MS = 8_000;

/** A list of jobs, page by page, kept fresh. */
export function useJobs(query: JobListQuery, { isWanted }: { isWanted: boolean }) {
  const hive = useHive();
  const indexer = useIndexer();
  const { kind } = useIndexerState();
  const avoidIndexer = kind === "behind" || kind === "away";
  const isLive = useLiveState() === "open" && !avoidIndexer;
  useLive([query.buyer ? `account:${query.buyer}` : "contract:market"], { keys: [jobKeys.lists] });
  return useInfiniteQuery({
    queryKey: [...jobKeys.lists, query.buyer?.toLowerCase(), query.filter],
    enabled: isWanted,
    queryFn: ({ pageParam, signal }) => loadJobs(query, pageParam, { hive, indexer, avoidIndexer, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    refetchInterval: isLive ? false : ASK_AGAIN_MS,
  });
}
