import { COMPLAINTS } from "@computehive/protocol/dispute";
import { type JobState, jobStateOf } from "@computehive/protocol/job-state";
import { type Execution, type JobOrder, type JobTerms, termsHashOf } from "@computehive/protocol/order";
import { type Hex, zeroHash } from "viem";
import { type JobLog, placeOf } from "./job-events.ts";
import type { AttemptView, JobView, SettlementView } from "./job-view.ts";

interface Rebuilding {
  readonly jobId: Hex;
  /** In the chain's order. */
  readonly events: readonly JobLog[];
  /** Unix seconds by block number. */
  readonly times: ReadonlyMap<bigint, number>;
  readonly asOf: JobView["asOf"];
}

type Draft = { -readonly [key in keyof JobView]: JobView[key] };

/** Replays a job's events, oldest first, which must start with its posting. */
export function rebuildJob({ jobId, events, times, asOf }: Rebuilding): JobView {
  const [first, ...rest] = events;
  if (first?.eventName !== "JobPosted")
    throw new TypeError(`The events of job ${jobId} do not start with its posting.`);
  const draft = begin(jobId, first, asOf);
  for (const event of rest) apply(draft, event, timeOf(event, times));
  return draft;
}

function begin(jobId: Hex, event: Extract<JobLog, { eventName: "JobPosted" }>, asOf: JobView["asOf"]): Draft {
  const order: JobOrder = event.args.order;
  const terms: JobTerms = event.args.terms;
  return {
    jobId,
    state: "open",
    order,
    terms,
    termsHash: termsHashOf(terms),
    posted: placeOf(event),
    attempt: 0,
    attempts: [],
    current: undefined,
    settlement: undefined,
    asOf,
  };
}

function apply(draft: Draft, event: JobLog, time: number): void {
  switch (event.eventName) {
    case "JobPosted":
    case "JobFunded":
      throw new TypeError(`Job ${draft.jobId} was posted twice.`);
    case "JobClaimed":
      draft.state = "running";
      draft.attempt = event.args.attempt;
      setCurrent(draft, attemptOf(event, time));
      return;
    case "ReceiptSubmitted": {
      const { units, detailsHash, receiptHash } = event.args;
      draft.state = "submitted";
      const submission = { work: { units, detailsHash }, receiptHash, submitted: placeOf(event) };
      updateCurrent(draft, { submission }, { submittedAt: time, receiptHash });
      return;
    }
    case "ExecutionDisputed": {
      const { complaint } = event.args;
      draft.state = "disputed";
      const dispute = { complaint: COMPLAINTS[complaint] ?? "none", disputed: placeOf(event) };
      updateCurrent(draft, { dispute }, { disputedAt: time, complaint });
      return;
    }
    case "ExecutionExpired":
      updateCurrent(draft, { end: "expired" }, {});
      return;
    case "JobReopened":
      if (event.args.declined) updateCurrent(draft, { end: "declined" }, {});
      draft.state = "open";
      draft.attempt += 1;
      draft.current = undefined;
      return;
    case "ExecutionSettled":
      draft.settlement = settlementOf(event);
      draft.state = draft.settlement.state;
      updateCurrent(draft, { end: "settled" }, {});
      return;
    case "JobCancelled":
      close(draft, "cancelled");
      return;
    case "JobLapsed":
      close(draft, "lapsed");
      return;
  }
}

function attemptOf(event: Extract<JobLog, { eventName: "JobClaimed" }>, claimedAt: number): AttemptView {
  const { attempt, executionId, node, provider, payee, exposure, submitBy } = event.args;
  const later = { submittedAt: 0, disputedAt: 0, complaint: 0, receiptHash: zeroHash };
  const execution: Execution = { node, provider, payee, exposure, claimedAt, submitBy, ...later };
  return {
    attempt,
    executionId,
    execution,
    claimed: placeOf(event),
    submission: undefined,
    dispute: undefined,
    end: undefined,
  };
}

function settlementOf(event: Extract<JobLog, { eventName: "ExecutionSettled" }>): SettlementView {
  const { state, node, units, amount, refund, receiptHash } = event.args;
  return { state: jobStateOf(state), node, units, amount, refund, receiptHash, settled: placeOf(event) };
}

function setCurrent(draft: Draft, attempt: AttemptView): void {
  draft.current = attempt;
  draft.attempts = [...draft.attempts, attempt];
}

function updateCurrent(draft: Draft, change: Partial<AttemptView>, record: Partial<Execution>): void {
  if (!draft.current) throw new TypeError(`Job ${draft.jobId} has no live execution.`);
  draft.current = { ...draft.current, ...change, execution: { ...draft.current.execution, ...record } };
  draft.attempts = [...draft.attempts.slice(0, -1), draft.current];
}

function close(draft: Draft, state: JobState): void {
  draft.state = state;
  draft.current = undefined;
}

function timeOf({ blockNumber }: JobLog, times: ReadonlyMap<bigint, number>): number {
  const time = blockNumber === null ? undefined : times.get(blockNumber);
  if (time === undefined) throw new TypeError(`The time of block ${blockNumber} is not known.`);
  return time;
}
