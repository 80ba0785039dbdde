import { jobMarketAbi } from "@computehive/protocol/contracts";
import { type JobState, jobStateOf } from "@computehive/protocol/job-state";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, encodeEventTopics, type Hex, pad } from "viem";
import { readLogs } from "../chain-logs.ts";
import type { HiveClient } from "../hive-client.ts";
import { decodeJobLogs, type EventPlace, placeOf } from "./job-events.ts";
import { findSignedOrder } from "./left-order.ts";
import { withSignedOrders } from "./signed-orders.ts";

export interface ListJobsOptions {
  readonly buyer?: Address | undefined;
  /** Such as `cpu.v1`. */
  readonly resourceClass?: string | undefined;
  /** Only jobs in one of these states. */
  readonly states?: readonly JobState[] | undefined;
  readonly fromBlock?: bigint | undefined;
  readonly toBlock?: bigint | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface JobSummary {
  readonly jobId: Hex;
  readonly state: JobState;
  readonly attempt: number;
  readonly order: JobOrder;
  readonly terms: JobTerms;
  readonly posted: EventPlace;
}

/** Most ids in one question; a public endpoint bounds the gas of a view. */
const BATCH = 256;
/** Both events name job, buyer and resource class in the same order. */
const TOPICS = (["JobPosted", "JobFunded"] as const).map(
  (eventName) => encodeEventTopics({ abi: jobMarketAbi, eventName })[0],
);

/** Jobs that were posted, or claimed by signature, by buyer and resource class with their state now, oldest first. */
export async function listJobs(client: HiveClient, options: ListJobsOptions = {}): Promise<JobSummary[]> {
  const { publicClient, deployment } = client;
  const { buyer, resourceClass, states, signal } = options;
  const toBlock = options.toBlock ?? (await publicClient.getBlockNumber());
  const fromBlock = options.fromBlock ?? BigInt(deployment.blockNumber);
  const topics = [TOPICS, null, buyer ? pad(buyer) : null, resourceClass ? shortName(resourceClass) : null];
  const query = { address: deployment.contracts.market, topics, fromBlock, toBlock, signal };
  const jobs: JobSummary[] = [];
  for await (const logs of readLogs(publicClient, query)) {
    for (let i = 0; i < logs.length; i += BATCH) {
      jobs.push(...(await summariesOf(client, logs.slice(i, i + BATCH), signal)));
    }
  }
  return states ? jobs.filter(({ state }) => states.includes(state)) : jobs;
}

async function summariesOf(
  client: HiveClient,
  logs: Parameters<typeof decodeJobLogs>[0],
  signal: AbortSignal | undefined,
): Promise<JobSummary[]> {
  const { publicClient, deployment } = client;
  // One order that cannot be had now must not hide the others; whoever lists again asks again.
  const findHidden = (jobId: Hex) => findSignedOrder(client, jobId, { signal }).catch(() => undefined);
  const sources = { publicClient, chainId: deployment.chainId, findHidden, signal };
  const events = await withSignedOrders(sources, decodeJobLogs(logs));
  const posted = events.filter((log) => log.eventName === "JobPosted");
  const slots = await publicClient.readContract({
    address: deployment.contracts.market,
    abi: jobMarketAbi,
    functionName: "jobsOf",
    args: [posted.map(({ args }) => args.jobId)],
  });
  return posted.flatMap((log, i) => {
    const slot = slots[i];
    // A slot without a job: the chain went back between the two questions.
    if (!slot || slot.state === 0) return [];
    const { jobId, order, terms } = log.args;
    return [{ jobId, state: jobStateOf(slot.state), attempt: slot.attempt, order, terms, posted: placeOf(log) }];
  });
}
