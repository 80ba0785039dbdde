import { type JobState, jobStateOf } from "@computehive/protocol/job-state";
import type { Reason } from "@computehive/protocol/phases";
import type { EventRow } from "./events.ts";
import { toEvent } from "./events.ts";

export interface TimelineRow {
  readonly event: EventRow;
  /** What the arbiter found about the execution, if it did. */
  readonly finding: number | null;
  /** How the execution ended, if it did. */
  readonly settlement: string | null;
}

const STATES: Readonly<Record<string, JobState>> = {
  JobPosted: "open",
  JobFunded: "open",
  JobClaimed: "running",
  ReceiptSubmitted: "submitted",
  ExecutionDisputed: "disputed",
  JobReopened: "open",
  JobCancelled: "cancelled",
  JobLapsed: "lapsed",
};

const VERDICTS: readonly Reason[] = ["verdict-upheld", "verdict-wrong", "verdict-not-delivered"];

const ENDS: Partial<Record<JobState, Reason>> = {
  "settled-cosigned": "paid-by-agreement",
  "settled-silent": "paid-by-silence",
  "settled-resolved": "verdict-upheld",
  "settled-split": "resolver-silent",
  "refunded-silent": "refunded-by-silence",
  "refunded-equivocation": "signed-twice",
};

const REASONS: Readonly<Record<string, (row: TimelineRow) => Reason | undefined>> = {
  JobCancelled: () => "cancelled-by-buyer",
  JobLapsed: () => "lapsed",
  JobReopened: ({ event }) => (event.args["declined"] === true ? undefined : "expired"),
  ExecutionExpired: () => "expired",
  ExecutionDisputed: () => "disputed",
  ExecutionSettled: ({ event, finding }) => ENDS[settledState(event)] ?? verdict(finding),
  Ruled: ({ event }) => verdict(Number(event.args["finding"])),
  Slashed: ({ finding, settlement }) =>
    settlement === "refunded-equivocation" ? "signed-twice" : (verdict(finding) ?? "expired"),
};

/** A job's events, oldest first, with the state after each and its reason. */
export function timelineOf(rows: readonly TimelineRow[]) {
  let state: JobState = "open";
  return rows.map((row) => {
    state = row.event.name === "ExecutionSettled" ? settledState(row.event) : (STATES[row.event.name] ?? state);
    const reason = REASONS[row.event.name]?.(row);
    return { state, ...(reason && { reason }), event: toEvent(row.event) };
  });
}

function settledState({ args }: EventRow): JobState {
  return jobStateOf(Number(args["state"]));
}

function verdict(finding: number | null): Reason | undefined {
  return finding === null ? undefined : VERDICTS[finding];
}
