import { jobMarketAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { readAllLogs } from "@computehive/sdk/chain-logs";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { decodeJobLogs } from "@computehive/sdk/jobs/job-events";
import { readJobHistory } from "@computehive/sdk/jobs/read-job";
import { encodeEventTopics, type Hex } from "viem";
import { jobFromChain } from "./from-chain.ts";
import type { JobRecord } from "./job-record.ts";

interface ChainPorts {
  readonly hive: HiveClient;
  readonly signal?: AbortSignal | undefined;
}

/** A job from its events. @throws JobUnknownError where nobody posted it. */
export async function jobOnChain(jobId: Hex, { hive, signal }: ChainPorts): Promise<JobRecord> {
  return jobFromChain(await readJobHistory(hive, jobId, { signal }));
}

const [CLAIMED_TOPIC] = encodeEventTopics({ abi: jobMarketAbi, eventName: "JobClaimed" });

/** The job whose claim made this execution. @throws ExecutionUnknownError where there is no such claim. */
export async function jobOfExecutionOnChain(executionId: Hex, { hive, signal }: ChainPorts): Promise<Hex> {
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
