import { ComputeHiveError } from "./error.ts";

/** States of a job in the contract's order; `none` is a job nobody posted. */
export const JOB_STATES = [
  "none",
  "open",
  "running",
  "submitted",
  "disputed",
  "cancelled",
  "lapsed",
  "settled-cosigned",
  "settled-silent",
  "settled-resolved",
  "settled-split",
  "refunded-silent",
  "refunded-resolved",
  "refunded-equivocation",
] as const;

export type JobState = (typeof JOB_STATES)[number];

const KINDS = {
  none: "none",
  open: "live",
  running: "live",
  submitted: "live",
  disputed: "live",
  cancelled: "ended",
  lapsed: "ended",
  "settled-cosigned": "settled",
  "settled-silent": "settled",
  "settled-resolved": "settled",
  "settled-split": "settled",
  "refunded-silent": "refunded",
  "refunded-resolved": "refunded",
  "refunded-equivocation": "refunded",
} as const satisfies Record<JobState, "none" | "live" | "ended" | "settled" | "refunded">;

/** @throws JobStateUnknownError for a number that this version does not know. */
export function jobStateOf(index: number): JobState {
  const state = JOB_STATES[index];
  if (!state) throw new JobStateUnknownError({ index });
  return state;
}

/** Something can still happen; the market holds the job's money. */
export function isLive(state: JobState): boolean {
  return KINDS[state] === "live";
}

/** The payee was paid (all of the amount, or its split). */
export function isSettled(state: JobState): boolean {
  return KINDS[state] === "settled";
}

/** A receipt was submitted and the buyer got everything back. */
export function isRefunded(state: JobState): boolean {
  return KINDS[state] === "refunded";
}

/** Nothing can happen any more. */
export function isTerminal(state: JobState): boolean {
  return KINDS[state] !== "none" && KINDS[state] !== "live";
}

export class JobStateUnknownError extends ComputeHiveError {
  override readonly name = "JobStateUnknownError";
  constructor({ index }: { index: number }) {
    super("The market reports a job state that this version does not know.", { metaMessages: [`Given: ${index}`] });
  }
}
