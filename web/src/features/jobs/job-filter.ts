import type { JobState } from "@computehive/protocol/job-state";

export const JOB_FILTERS = [
  "any",
  "active",
  "open",
  "running",
  "submitted",
  "disputed",
  "settled",
  "returned",
] as const;
export type JobFilter = (typeof JOB_FILTERS)[number];

/** The states that a filter lets through; nothing for all of them. */
export const FILTER_STATES = {
  any: undefined,
  active: ["open", "running", "submitted", "disputed"],
  open: ["open"],
  running: ["running"],
  submitted: ["submitted"],
  disputed: ["disputed"],
  settled: ["settled-cosigned", "settled-silent", "settled-resolved", "settled-split"],
  returned: ["refunded-silent", "refunded-resolved", "refunded-equivocation", "cancelled", "lapsed"],
} as const satisfies Record<JobFilter, readonly JobState[] | undefined>;

export function filterOf(text: string | null): JobFilter {
  return JOB_FILTERS.find((filter) => filter === text) ?? "any";
}
