"use client";

import type { PhaseEvent } from "@computehive/protocol/api/execution";
import { useQueries } from "@tanstack/react-query";
import { useCallback } from "react";
import { useGatewayClient } from "../../../lib/http/services.tsx";
import { jobKeys } from "../../../lib/jobs/job-keys.ts";
import type { AttemptRecord } from "../../../lib/jobs/job-record.ts";
import type { FeedState } from "../log/execution-feed.ts";

/** What each node reported: the followed one as it comes, the earlier ones as the gateway kept it. */
export function usePhases(
  attempts: readonly AttemptRecord[],
  followed: AttemptRecord | undefined,
  feed: FeedState,
): (executionId: string) => readonly PhaseEvent[] | undefined {
  const gateway = useGatewayClient();
  const others = attempts.filter(({ executionId }) => executionId !== followed?.executionId);
  const reports = useQueries({
    queries: others.map(({ executionId }) => ({
      queryKey: jobKeys.execution(executionId),
      queryFn: ({ signal }: { signal: AbortSignal }) => gateway.execution(executionId, { signal }).catch(() => null),
    })),
    combine: (results) => results.map(({ data }) => data?.phases),
  });
  return useCallback(
    (executionId) => {
      if (executionId === followed?.executionId) return feed.phases;
      return reports[others.findIndex((attempt) => attempt.executionId === executionId)];
    },
    [followed, feed.phases, reports, others],
  );
}
