import { jobMarketAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { executionResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { jobResponseSchema } from "@computehive/protocol/indexer-api/job";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { readAllLogs } from "@computehive/sdk/chain-logs";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { decodeJobLogs } from "@computehive/sdk/jobs/job-events";
import { readJobHistory } from "@computehive/sdk/jobs/read-job";
import { encodeEventTopics, type Hex } from "viem";
import type { ApiClient } from "../http/api-client.ts";
import { jobFromChain } from "./from-chain.ts";
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
  return jobFromChain(await readJobHistory(hive, jobId, { signal }));
}

const [CLAIMED_TOPIC] = encodeEventTopics({ abi: jobMarketAbi, eventName: "JobClaimed" });

/** The job that an execution belongs to. @throws ExecutionUnknownError where no node ever claimed under this id. */
export async function jobOfExecution(executionId: Hex, ports: LoadPorts): Promise<Hex> {
  const { hive, indexer, avoidIndexer, signal } = ports;
  if (!avoidIndexer) {
    const found = await indexer
      .get(indexerRoutes.execution(executionId), executionResponseSchema, { signal })
      .catch(() => signal?.throwIfAborted());
    if (found) return found.execution.jobId;
  }
  const { deployment, publicClient } = hive;
  const logs = await readAllLogs(publicClient, {
    address: deployment.contracts.market,
    topics: [CLAIMED_TOPIC, null, executionId],
    fromBlock: BigInt(deployment.blockNumber),
    toBlock: await publicClient.getBlockNumber(),
    signal,
  });
  const claim = decodeJobLogs(logs)[0];
  if (!claim) throw new ExecutionUnknownError({ executionId });
  return claim.args.jobId;
}

export class ExecutionUnknownError extends ComputeHiveError {
  override readonly name = "ExecutionUnknownError";
  constructor({ executionId }: { executionId: Hex }) {
    super("No node ever claimed a job under this execution's id.", { metaMessages: [`Execution: ${executionId}`] });
  }
}
