import type { PhaseEvent } from "@computehive/protocol/api/execution";
import { isTerminal } from "@computehive/protocol/job-state";
import type { Phase, Reason } from "@computehive/protocol/phases";
import type { AttemptRecord, JobRecord, Place } from "../../../lib/jobs/job-record.ts";
import { verdictEnd, windowEnd } from "../../../lib/jobs/job-record.ts";

export const ATTEMPT_STEPS = [
  "claimed",
  "fetching",
  "running",
  "uploading",
  "submitted",
  "window",
  "disputed",
  "verdict",
  "settled",
  "declined",
  "expired",
  "gave-up",
] as const;
export type AttemptStepName = (typeof ATTEMPT_STEPS)[number];

/**
 * `done`: it happened. `active`: it goes on now. `waiting`: it comes. `failed`: it went wrong. `unreported`: it is past, and
 * nobody said when or how it went.
 */
export type StepState = "done" | "active" | "waiting" | "failed" | "unreported";

/** One line of the story. Times are Unix seconds. */
export interface JobStep<name extends string = string> {
  readonly name: name;
  readonly state: StepState;
  readonly from?: number | undefined;
  /** When it ended; for moments the same as `from`. */
  readonly to?: number | undefined;
  /** The last second in which it can go on; what comes then depends on the step. */
  readonly until?: number | undefined;
  /** Who says so: the chain's record, or the node by its own clock. */
  readonly by: "chain" | "node";
  readonly place?: Place | undefined;
  readonly reason?: Reason | undefined;
  /** The node's own words. */
  readonly detail?: string | undefined;
}

export type AttemptStep = JobStep<AttemptStepName>;

/** What the node does between the claim and the receipt: each begins with a phase, and is over with any of the later ones. */
const WORK = [
  { name: "fetching", begins: "fetching", ends: ["fetched", "running", "stored", "signed", "uploaded", "submitted"] },
  { name: "running", begins: "running", ends: ["stored", "signed", "uploaded", "submitted"] },
  { name: "uploading", begins: "stored", ends: ["uploaded", "submitted"] },
] as const satisfies readonly { name: AttemptStepName; begins: Phase; ends: readonly Phase[] }[];

/** The steps of one attempt, past, present and to come, in their order. */
export function attemptSteps(
  job: JobRecord,
  attempt: AttemptRecord,
  { phases, now }: { phases: readonly PhaseEvent[] | undefined; now: number },
): AttemptStep[] {
  const claimed: AttemptStep = momentOf("claimed", attempt.claimed);
  const isOver = attempt.declined !== undefined || attempt.expired !== undefined;
  if (isOver) {
    return [claimed, ...workSteps(attempt, phases ?? [], isOver), endWithoutReceipt(attempt, phases ?? [])];
  }
  const gaveUp = attempt.submission ? undefined : (phases ?? []).find(({ phase }) => phase === "failed");
  const work = workSteps(attempt, phases ?? [], gaveUp !== undefined);
  if (gaveUp) return [claimed, ...work, gaveUpStep(gaveUp, attempt)];
  return [claimed, ...work, submittedStep(attempt, phases ?? [], now), ...endSteps(job, attempt, now)];
}

function momentOf(name: AttemptStepName, place: Place, more: Partial<AttemptStep> = {}): AttemptStep {
  return { name, state: "done", from: place.at, to: place.at, by: "chain", place, ...more };
}

function workSteps(attempt: AttemptRecord, phases: readonly PhaseEvent[], isOver: boolean): AttemptStep[] {
  const first = (names: readonly Phase[]) => phases.find(({ phase }) => names.includes(phase));
  const steps = WORK.map(({ name, begins, ends }): AttemptStep => {
    const start = first([begins]);
    const end = first(ends);
    // The receipt is on the chain: whatever came before it is past, reported or not.
    if (!start) return { name, state: end || attempt.submission || isOver ? "unreported" : "waiting", by: "node" };
    const told = { name, by: "node", from: secondsOf(start), reason: start.reason, detail: start.detail } as const;
    if (end) return { ...told, state: "done", to: secondsOf(end) };
    if (isOver) return { ...told, state: "failed" };
    return { ...told, state: attempt.submission ? "unreported" : "active" };
  });
  // What a node never came to is no part of its story.
  return isOver ? steps.filter(({ state }) => state !== "unreported") : steps;
}

function secondsOf({ at }: PhaseEvent): number {
  return at / 1000;
}

function endWithoutReceipt(attempt: AttemptRecord, phases: readonly PhaseEvent[]): AttemptStep {
  const said = phases.findLast(({ phase }) => phase === "declined" || phase === "failed");
  const why = { reason: said?.reason, detail: said?.detail };
  if (attempt.declined) return momentOf("declined", attempt.declined, { state: "failed", ...why });
  const { at } = attempt.expired as NonNullable<AttemptRecord["expired"]>;
  return momentOf("expired", at, { state: "failed", ...why, reason: why.reason ?? "expired" });
}

function gaveUpStep(said: PhaseEvent, attempt: AttemptRecord): AttemptStep {
  const { reason, detail } = said;
  return {
    name: "gave-up",
    state: "failed",
    by: "node",
    from: secondsOf(said),
    until: attempt.submitBy,
    reason,
    detail,
  };
}

function submittedStep(
  { submission, submitBy }: AttemptRecord,
  phases: readonly PhaseEvent[],
  now: number,
): AttemptStep {
  if (submission) return momentOf("submitted", submission.submitted);
  const uploaded = phases.find(({ phase }) => phase === "uploaded" || phase === "submitted");
  return {
    name: "submitted",
    by: "chain",
    // The node's word that it submitted is no receipt on the chain.
    state: uploaded ? "active" : now > submitBy ? "failed" : "waiting",
    until: submitBy,
    from: uploaded && secondsOf(uploaded),
  };
}

function endSteps(job: JobRecord, attempt: AttemptRecord, now: number): AttemptStep[] {
  const steps = [windowStep(job, attempt, now)];
  if (attempt.dispute) steps.push(...disputeSteps(job, attempt, attempt.dispute, now));
  const { settlement } = job;
  if (settlement && attempt.isSettled) {
    const isSplit = settlement.kind === "split";
    steps.push(
      momentOf("settled", settlement.settled, { reason: REASONS[job.state], state: isSplit ? "failed" : "done" }),
    );
  } else {
    steps.push({ name: "settled", state: "waiting", by: "chain" });
  }
  return steps;
}

const REASONS: Partial<Record<JobRecord["state"], Reason>> = {
  "settled-cosigned": "paid-by-agreement",
  "settled-silent": "paid-by-silence",
  "refunded-silent": "refunded-by-silence",
  "settled-resolved": "verdict-upheld",
  "settled-split": "resolver-silent",
  "refunded-equivocation": "signed-twice",
};

function windowStep(job: JobRecord, { submission, dispute }: AttemptRecord, now: number): AttemptStep {
  const until = windowEnd(job);
  if (!submission || until === undefined) return { name: "window", state: "waiting", by: "chain" };
  const from = submission.submitted.at;
  const end = dispute?.disputed.at ?? (isTerminal(job.state) ? job.settlement?.settled.at : undefined);
  if (end !== undefined) return { name: "window", state: "done", by: "chain", from, to: Math.min(end, until) };
  if (now > until) return { name: "window", state: "done", by: "chain", from, to: until };
  return { name: "window", state: "active", by: "chain", from, until };
}

function disputeSteps(
  job: JobRecord,
  { ruling }: AttemptRecord,
  dispute: NonNullable<AttemptRecord["dispute"]>,
  now: number,
): AttemptStep[] {
  const disputed = momentOf("disputed", dispute.disputed, { reason: "disputed" });
  const until = verdictEnd(job);
  const from = dispute.disputed.at;
  if (ruling) {
    const reason = FINDING_REASONS[ruling.finding];
    return [disputed, momentOf("verdict", ruling.ruled, { reason, detail: ruling.reason || undefined })];
  }
  if (job.settlement) {
    const isVerdict = job.settlement.kind === "resolved";
    if (!isVerdict) return [disputed];
    return [disputed, momentOf("verdict", job.settlement.settled)];
  }
  const isLate = until !== undefined && now > until;
  return [disputed, { name: "verdict", state: isLate ? "failed" : "active", by: "chain", from, until }];
}

const FINDING_REASONS = {
  upheld: "verdict-upheld",
  wrong: "verdict-wrong",
  "not-delivered": "verdict-not-delivered",
} as const satisfies Record<string, Reason>;
