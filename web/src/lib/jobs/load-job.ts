import { executionResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { jobResponseSchema } from "@computehive/protocol/indexer-api/job";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Hex } from "viem";
import type { ApiClient } from "../http/api-client.ts";
import { jobFromIndexer } from "./from-indexer.ts";
import type { JobRecord } from "./job-record.ts";

export interface LoadPorts {
  readonly hive: HiveClient;
  readonly indexer: ApiClient;
  /** The indexer cannot be trusted to show the present: the chain itself is asked at once. */
  readonly avoidIndexer: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A job from the indexer's tables; from the chain where the indexer is behind, does not answer, or does not know it yet.
 *
 * @throws JobUnknownError where nobody posted it.
 */
export async function loadJob(jobId: Hex, { hive, indexer, avoidIndexer, signal }: LoadPorts): Promise<JobRecord> {
  if (!avoidIndexer) {
    const found = await indexer
      .get(indexerRoutes.job(jobId), jobResponseSchema, { signal })
      .catch(() => signal?.throwIfAborted());
    if (found) return jobFromIndexer(found);
  }
  return (await loadReader()).jobOnChain(jobId, { hive, signal });
}

/** Reading and decoding events: of use only where the indexer is not. */
const loadReader = () => import("./read-chain.ts");

/** The job that an execution belongs to. @throws ExecutionUnknownError where no node ever claimed under this id. */
export async function jobOfExecution(executionId: Hex, ports: LoadPorts): Promise<Hex> {
  const { hive, indexer, avoidIndexer, signal } = ports;
  if (!avoidIndexer) {
    const found = await indexer
      .get(indexerRoutes.execution(executionId), executionResponseSchema, { signal })
      .catch(() => signal?.throwIfAborted());
    if (found) return found.execution.jobId;
  }
  return (await loadReader()).jobOfExecutionOnChain(executionId, { hive, signal });
}
