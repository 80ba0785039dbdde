import type { PhaseEvent } from "@computehive/protocol/api/execution";
import type { AttemptRecord, JobRecord } from "../../../lib/jobs/job-record.ts";
import { type AttemptStep, attemptSteps, type JobStep } from "./attempt-steps.ts";

export type QueueStepName = "posted" | "queueing" | "cancelled" | "lapsed";
export type QueueStep = JobStep<QueueStepName>;

/** A stretch of a job's life: the wait for a node, or what one node did. */
export type Chapter =
  | { readonly kind: "queue"; readonly key: string; readonly steps: readonly QueueStep[] }
  | {
      readonly kind: "attempt";
      readonly key: string;
      readonly attempt: AttemptRecord;
      readonly isCurrent: boolean;
      readonly steps: readonly AttemptStep[];
    };

export interface StoryFacts {
  /** By execution id; nothing where the gateway knows nothing or does not answer. */
  readonly phases: (executionId: string) => readonly PhaseEvent[] | undefined;
  /** The chain's clock, Unix seconds. */
  readonly now: number;
}

/** Everything that happened to a job and what comes, in its order: each wait for a node, and each attempt apart. */
export function storyOf(job: JobRecord, { phases, now }: StoryFacts): Chapter[] {
  const chapters: Chapter[] = [];
  let waitingSince = job.posted.at;
  for (const [index, attempt] of job.attempts.entries()) {
    const queueing: QueueStep = {
      name: "queueing",
      state: "done",
      by: "chain",
      from: waitingSince,
      to: attempt.claimed.at,
    };
    chapters.push({
      kind: "queue",
      key: `queue-${index}`,
      steps: index === 0 ? [postedStep(job), queueing] : [queueing],
    });
    const steps = attemptSteps(job, attempt, { phases: phases(attempt.executionId), now });
    const isCurrent = attempt.executionId === job.current?.executionId;
    chapters.push({ kind: "attempt", key: attempt.executionId, attempt, isCurrent, steps });
    waitingSince = attempt.declined?.at ?? attempt.expired?.at.at ?? attempt.claimed.at;
  }
  const last = lastQueue(job, waitingSince, now);
  return last.length > 0 ? [...chapters, { kind: "queue", key: "queue-last", steps: last }] : chapters;
}

function postedStep({ posted }: JobRecord): QueueStep {
  return { name: "posted", state: "done", by: "chain", from: posted.at, to: posted.at, place: posted };
}

/** The wait that goes on, or that ended without a node. */
function lastQueue(job: JobRecord, waitingSince: number, now: number): QueueStep[] {
  const { state, closed, order } = job;
  const first = job.attempts.length === 0 ? [postedStep(job)] : [];
  if (state === "open") {
    const isLate = now >= order.claimBefore;
    const wait: QueueStep = {
      name: "queueing",
      state: isLate ? "failed" : "active",
      by: "chain",
      from: waitingSince,
      until: order.claimBefore,
      ...(isLate && { reason: "lapsed" as const, to: order.claimBefore }),
    };
    return [...first, wait];
  }
  if (!closed) return [];
  // A job that lapses with its node's expiry never waited again.
  const wasWaiting = closed.at > waitingSince || job.attempts.length === 0;
  const wait: QueueStep = { name: "queueing", state: "done", by: "chain", from: waitingSince, to: closed.at };
  const end: QueueStep = {
    name: state === "cancelled" ? "cancelled" : "lapsed",
    state: "done",
    by: "chain",
    from: closed.at,
    to: closed.at,
    place: closed,
    reason: state === "cancelled" ? "cancelled-by-buyer" : "lapsed",
  };
  return [...first, ...(wasWaiting ? [wait] : []), end];
}
