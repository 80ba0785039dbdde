import { jobMarketAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { isLive, jobStateOf } from "@computehive/protocol/job-state";
import { executionHashOf } from "@computehive/protocol/order";
import type { Hex } from "viem";
import { readAllLogs } from "../chain-logs.ts";
import type { HiveClient } from "../hive-client.ts";
import { retry } from "../retry.ts";
import { isTransientRpcError } from "../rpc-errors.ts";
import { decodeJobLogs, type JobLog } from "./job-events.ts";
import type { JobView } from "./job-view.ts";
import { findSignedOrder } from "./left-order.ts";
import { rebuildJob } from "./rebuild-job.ts";
import { withSignedOrders } from "./signed-orders.ts";

export interface ReadJobOptions {
  readonly signal?: AbortSignal | undefined;
  /** A block at or before the one that posted the job; saves reading older ones. */
  readonly fromBlock?: bigint | undefined;
}

/**
 * Everything the chain knows of a job.
 *
 * @throws JobUnknownError where nobody posted it, and where its order was cancelled before.
 * @throws JobOrderHiddenError where it was claimed by signature, the order is not in the claim's data in a readable form, and neither
 * the client's own orders nor its gateway have it.
 * @throws JobRecordMismatchError where events and slot disagree, again and again: the endpoint serves parts of two chains.
 */
export async function readJob(client: HiveClient, jobId: Hex, options: ReadJobOptions = {}): Promise<JobView> {
  return (await readJobHistory(client, jobId, options)).view;
}

/** A job with the events that it was rebuilt from, oldest first, and the times of their blocks. */
export interface JobHistory {
  readonly view: JobView;
  readonly events: readonly JobLog[];
  /** Unix seconds by block number. */
  readonly times: ReadonlyMap<bigint, number>;
}

/** The same with its history. @throws as `readJob` does. */
export async function readJobHistory(
  client: HiveClient,
  jobId: Hex,
  options: ReadJobOptions = {},
): Promise<JobHistory> {
  // A chain that goes back between two questions gives answers that do not fit; the next try sees the new chain.
  return retry(() => readOnce(client, jobId, options), {
    signal: options.signal,
    isTransient: (error) => error instanceof JobRecordMismatchError || isTransientRpcError(error),
  });
}

async function readOnce(client: HiveClient, jobId: Hex, { signal, fromBlock }: ReadJobOptions): Promise<JobHistory> {
  const { publicClient, deployment } = client;
  const block = await publicClient.getBlock({ blockTag: "latest" });
  const [slot, logs] = await Promise.all([
    publicClient.readContract({
      address: deployment.contracts.market,
      abi: jobMarketAbi,
      functionName: "jobOf",
      args: [jobId],
      blockNumber: block.number,
    }),
    readAllLogs(publicClient, {
      address: deployment.contracts.market,
      topics: [null, jobId],
      fromBlock: fromBlock ?? BigInt(deployment.blockNumber),
      toBlock: block.number,
      signal,
    }),
  ]);
  const { chainId } = deployment;
  let elsewhere: unknown;
  const findHidden = (hidden: Hex) =>
    findSignedOrder(client, hidden, { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      elsewhere = error;
      return undefined;
    });
  const events = await withSignedOrders({ publicClient, chainId, findHidden, signal }, decodeJobLogs(logs));
  if (events[0]?.eventName === "JobFunded") throw new JobOrderHiddenError({ jobId, cause: elsewhere });
  if (events[0]?.eventName !== "JobPosted") {
    const isCancelled = events[0]?.eventName === "JobCancelled";
    throw new JobUnknownError({ jobId, market: deployment.contracts.market, isCancelled });
  }
  const times = await blockTimes(client, events);
  const view = rebuildJob({
    jobId,
    events,
    times,
    asOf: { blockNumber: block.number, timestamp: Number(block.timestamp) },
  });
  assertRecord(view, { state: slot.state, attempt: slot.attempt, hash: slot.hash });
  return { view, events, times };
}

/** Unix seconds by block number, from the logs where the endpoint sends them along. */
async function blockTimes({ publicClient }: HiveClient, events: readonly JobLog[]): Promise<Map<bigint, number>> {
  const times = new Map<bigint, number>();
  for (const { blockNumber, blockTimestamp } of events) {
    if (blockNumber === null || times.has(blockNumber)) continue;
    const timestamp = blockTimestamp ?? (await publicClient.getBlock({ blockNumber })).timestamp;
    times.set(blockNumber, Number(timestamp));
  }
  return times;
}

/** The slot keeps this many bytes of a live record's hash. */
const RECORD_HEX_DIGITS = 2 + 29 * 2;

function assertRecord(view: JobView, slot: { state: number; attempt: number; hash: Hex }): void {
  const state = jobStateOf(slot.state);
  if (state !== view.state) throw new JobRecordMismatchError({ jobId: view.jobId, expected: state, given: view.state });
  if (!isLive(state)) return;
  if (slot.attempt !== view.attempt) {
    throw new JobRecordMismatchError({
      jobId: view.jobId,
      expected: `attempt ${slot.attempt}`,
      given: `attempt ${view.attempt}`,
    });
  }
  if (!view.current) return;
  const given = executionHashOf(view.current.execution).slice(0, RECORD_HEX_DIGITS);
  const expected = slot.hash.slice(0, RECORD_HEX_DIGITS);
  if (given !== expected) throw new JobRecordMismatchError({ jobId: view.jobId, expected, given });
}

export class JobUnknownError extends ComputeHiveError {
  override readonly name = "JobUnknownError";
  /** The order was taken back before anybody posted or claimed it. */
  readonly isCancelled: boolean;
  constructor({ jobId, market, isCancelled }: { jobId: Hex; market: string; isCancelled: boolean }) {
    const what = isCancelled
      ? "This order was cancelled before anybody posted or claimed it."
      : "Nobody posted this job at this market.";
    super(what, { metaMessages: [`Job:    ${jobId}`, `Market: ${market}`] });
    this.isCancelled = isCancelled;
  }
}

export class JobOrderHiddenError extends ComputeHiveError {
  override readonly name = "JobOrderHiddenError";
  constructor({ jobId, cause }: { jobId: Hex; cause?: unknown }) {
    super(
      "This job's order was signed, and its claim does not show it: ask its buyer, or the gateway it was left at.",
      {
        metaMessages: [`Job: ${jobId}`, ...(cause instanceof Error ? [`Gateway: ${cause.message}`] : [])],
        cause,
      },
    );
  }
}

export class JobRecordMismatchError extends ComputeHiveError {
  override readonly name = "JobRecordMismatchError";
  constructor({ jobId, expected, given }: { jobId: Hex; expected: string; given: string }) {
    super("The job's events do not lead to what its slot holds; the chain may be changing.", {
      metaMessages: [`Job:    ${jobId}`, `Slot:   ${expected}`, `Events: ${given}`],
    });
  }
}
