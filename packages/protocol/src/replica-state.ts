/** States of a replicated job in the contract's order; `none` is a job nobody posted. */
export const REPLICA_JOB_STATES = [
  "none",
  "open",
  "running",
  "disputed",
  "cancelled",
  "lapsed",
  "agreed",
  "split",
  "ruled",
  "refunded",
] as const;

/** States of one replica in the contract's order; `none` is one that nobody claimed. */
export const REPLICA_STATES = [
  "none",
  "claimed",
  "committed",
  "revealed",
  "left",
  "paid",
  "unpaid",
  "refused",
  "silent",
] as const;
