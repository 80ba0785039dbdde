import type { PhaseEvent } from "@computehive/protocol/api/execution";
import type { JobState } from "@computehive/protocol/job-state";
import { PHASE_SENTENCES, REASON_SENTENCES } from "@computehive/protocol/phases";
import { when } from "../session/text.ts";
import { plain } from "../terminal/plain.ts";

/** What a job's state means, for people. */
export const STATE_SENTENCES = {
  none: "Nobody posted this job.",
  open: "Posted and paid for; waiting for a node.",
  running: "A node has claimed it.",
  submitted: "The receipt is on the chain; you can accept or dispute it.",
  disputed: "The receipt is contested; the resolver decides, in its time.",
  cancelled: "You took the job back.",
  lapsed: "Nobody claimed it in time; the money came back.",
  "settled-cosigned": "Paid: both sides agreed.",
  "settled-silent": "Paid: the dispute window passed in silence.",
  "settled-resolved": "Paid: the resolver found the receipt right.",
  "settled-split": "Split: the resolver stayed silent.",
  "refunded-silent": "Refunded: the order refunds on silence.",
  "refunded-resolved": "Refunded: the resolver found against the node.",
  "refunded-equivocation": "Refunded: the node signed two receipts.",
} as const satisfies Record<JobState, string>;

export function describeState(state: JobState): string {
  return `${state}: ${STATE_SENTENCES[state]}`;
}

/** One line of a timeline. What a node says is printed without control characters. */
export function describePhase({ phase, at, reason, detail }: PhaseEvent): string {
  const why = reason === undefined ? "" : ` (${REASON_SENTENCES[reason]})`;
  const more = detail === undefined ? "" : ` ${plain(detail)}`;
  return `${when(Math.floor(at / 1000))}  ${phase.padEnd(9)}  ${PHASE_SENTENCES[phase]}${why}${more}`;
}
