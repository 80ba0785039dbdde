import type { JobsQuery } from "@computehive/protocol/indexer-api/job";
import type { Hex } from "viem";

/** Query keys of jobs and what hangs on them; `all` covers every one. */
export const jobKeys = {
  all: ["jobs"] as const,
  lists: ["jobs", "list"] as const,
  list: (query: JobsQuery) => ["jobs", "list", query] as const,
  job: (jobId: Hex) => ["jobs", "job", jobId] as const,
  left: (jobId: Hex) => ["jobs", "left", jobId] as const,
  ofExecution: (executionId: Hex) => ["jobs", "of-execution", executionId] as const,
  execution: (executionId: Hex) => ["jobs", "execution", executionId] as const,
  evidence: (executionId: Hex) => ["jobs", "evidence", executionId] as const,
  blob: (cid: string) => ["blobs", cid] as const,
};
