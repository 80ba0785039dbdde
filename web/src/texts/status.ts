import type { JobState } from "@computehive/protocol/job-state";
import type { OfferState } from "@computehive/protocol/offer-state";
import type { Outcome } from "@computehive/protocol/outcome";
import type { Phase } from "@computehive/protocol/phases";

export const statusTexts = {
  job: {
    none: "Unknown",
    open: "Open",
    running: "Running",
    submitted: "Submitted",
    disputed: "Disputed",
    cancelled: "Cancelled",
    lapsed: "Lapsed",
    "settled-cosigned": "Settled: accepted",
    "settled-silent": "Settled: silence",
    "settled-resolved": "Settled: upheld",
    "settled-split": "Settled: split",
    "refunded-silent": "Refunded: silence",
    "refunded-resolved": "Refunded: verdict",
    "refunded-equivocation": "Refunded: signed twice",
  } satisfies Record<JobState, string>,
  outcome: {
    exited: "Exited",
    trapped: "Trapped",
    "out-of-fuel": "Out of fuel",
    "out-of-memory": "Out of memory",
    "out-of-stack": "Out of stack",
    "out-of-output": "Out of output",
    "out-of-time": "Out of time",
  } satisfies Record<Outcome, string>,
  phase: {
    claimed: "Claimed",
    fetching: "Fetching",
    fetched: "Fetched",
    running: "Running",
    stored: "Stored",
    signed: "Signed",
    uploaded: "Uploaded",
    submitted: "Submitted",
    settled: "Settled",
    declined: "Declined",
    failed: "Failed",
  } satisfies Record<Phase, string>,
  offer: { none: "Unknown", posted: "Posted", cancelled: "Cancelled" } satisfies Record<OfferState, string>,
  node: { active: "Active", paused: "Paused", retired: "Retired" },
} as const;
