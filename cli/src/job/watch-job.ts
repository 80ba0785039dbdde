import { ComputeHiveError } from "@computehive/protocol/error";
import { isTerminal, type JobState } from "@computehive/protocol/job-state";
import type { LogEvent } from "@computehive/sdk/gateway/follow-logs";
import { isTransientGatewayError } from "@computehive/sdk/gateway/gateway-errors";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { JobUnknownError, readJob } from "@computehive/sdk/jobs/read-job";
import { wait } from "@computehive/sdk/retry";
import type { Hex } from "viem";
import type { Session } from "../session/session.ts";
import { plain } from "../terminal/plain.ts";
import { isTooLate, type SignedOrderView, viewSignedOrder } from "./left-order.ts";
import { lineReader } from "./line-reader.ts";
import { describePhase, describeState } from "./timeline.ts";

export interface WatchOptions {
  /** `submitted`: until the receipt is on the chain. `settled`: until nothing can happen any more. */
  until: "submitted" | "settled";
}

const POLL_MS = 1_000;

/** Prints a job's states, phases and live output until the named point. Returns the job as it is then. */
export async function watchJob(
  session: Session,
  client: HiveClient,
  jobId: Hex,
  { until }: WatchOptions,
): Promise<JobView> {
  const ending = new AbortController();
  const signal = AbortSignal.any([session.signal, ending.signal]);
  const streams: Promise<void>[] = [];
  let shown: JobState | undefined;
  let followed: Hex | undefined;
  try {
    let job = await awaitClaim(session, client, jobId, signal);
    for (;;) {
      if (job.state !== shown) session.printer.line({ jobId, state: job.state }, describeState(job.state));
      shown = job.state;
      const { current } = job;
      if (current && current.executionId !== followed) {
        followed = current.executionId;
        session.printer.line(
          { jobId, executionId: followed, node: current.execution.node },
          `Node ${current.execution.node}`,
        );
        streams.push(follow(session, client, followed, signal));
      }
      if (isReached(job.state, until)) return job;
      await wait(POLL_MS, signal);
      job = await readJob(client, jobId, { signal });
    }
  } finally {
    // What the node sent last may arrive a moment after the chain's news.
    await Promise.race([Promise.all(streams), wait(POLL_MS)]);
    ending.abort();
    await Promise.allSettled(streams);
  }
}

/**
 * The job as the chain knows it; an order that was only signed is waited for until its time is over on the chain: a gateway, a clock or
 * an endpoint that is late says nothing about whether it was claimed.
 *
 * @throws JobUnknownError where nobody knows it, and where it was taken back.
 * @throws NotClaimedError where nobody can claim it any more.
 */
async function awaitClaim(session: Session, client: HiveClient, jobId: Hex, signal: AbortSignal): Promise<JobView> {
  for (let order: SignedOrderView | undefined; ; await wait(POLL_MS, signal)) {
    const found = await readClaimed(client, jobId, signal);
    if (!(found instanceof JobUnknownError)) return found;
    const seen = await viewOrRemember(client, jobId, { order, signal });
    if (!seen) throw found;
    if (seen.standing !== order?.standing) tellStanding(session, jobId, seen);
    order = seen;
    if (await isTooLate(client, jobId, order)) throw new NotClaimedError(jobId);
  }
}

/** @returns the error where the chain does not know the job yet. */
async function readClaimed(client: HiveClient, jobId: Hex, signal: AbortSignal): Promise<JobView | JobUnknownError> {
  try {
    return await readJob(client, jobId, { signal });
  } catch (error) {
    if (error instanceof JobUnknownError && !error.isCancelled) return error;
    throw error;
  }
}

/** What was seen of an order once is true until the chain says otherwise, also where the gateway is away or forgot it. */
async function viewOrRemember(
  client: HiveClient,
  jobId: Hex,
  { order, signal }: { order: SignedOrderView | undefined; signal: AbortSignal },
): Promise<SignedOrderView | undefined> {
  try {
    return (await viewSignedOrder(client, jobId, signal)) ?? order;
  } catch (error) {
    if (order && isTransientGatewayError(error)) return order;
    throw error;
  }
}

const STANDINGS = {
  waiting: "It waits for a node that claims it.",
  known: "The market has heard of it, and this endpoint of the chain is about to.",
  uncovered: "No node could claim it at the moment: look at its money and its allowance.",
  over: "Its time runs out.",
  kept: "The gateway does not show it to nodes. Whoever has it may claim it until its time is over.",
} satisfies Record<SignedOrderView["standing"], string>;

function tellStanding({ printer }: Session, jobId: Hex, { standing }: SignedOrderView): void {
  printer.line({ jobId, state: "signed", standing }, `signed: ${STANDINGS[standing]}`);
}

export class NotClaimedError extends ComputeHiveError {
  override readonly name = "NotClaimedError";
  constructor(jobId: Hex) {
    super("No node claimed this order before its time ran out. Nothing was paid.", {
      metaMessages: [`Job: ${jobId}`],
    });
  }
}

function isReached(state: JobState, until: WatchOptions["until"]): boolean {
  return isTerminal(state) || (until === "submitted" && (state === "submitted" || state === "disputed"));
}

/** Prints an execution's phases and output as they come. Without them the job goes on all the same. */
async function follow(session: Session, client: HiveClient, executionId: Hex, signal: AbortSignal): Promise<void> {
  const show = logPrinter(session, executionId);
  try {
    for await (const event of gatewayOf(client).followLogs(executionId, { signal })) show.event(event);
    show.rest();
  } catch (error) {
    if (signal.aborted) return;
    session.printer.note(`The live log is not to be had: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function logPrinter({ printer }: Session, executionId: Hex) {
  const streams = { stdout: lineReader(), stderr: lineReader() };
  const print = (stream: keyof typeof streams, lines: readonly string[]): void => {
    const mark = stream === "stderr" ? "!" : "|";
    for (const text of lines) printer.line({ executionId, stream, text }, `  ${mark} ${plain(text)}`);
  };
  return {
    event(event: LogEvent): void {
      if (event.kind === "phase") printer.line({ executionId, ...event.phase }, describePhase(event.phase));
      else if (event.kind === "truncated") printer.note("The log ends here: it is longer than the gateway keeps.");
      else print(event.stream, streams[event.stream].take(event.bytes));
    },
    rest(): void {
      print("stdout", streams.stdout.rest());
      print("stderr", streams.stderr.rest());
    },
  };
}
