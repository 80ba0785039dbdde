/** By the number in `Execution.complaint`. */
export const COMPLAINTS = ["none", "wrong", "not-delivered"] as const;
export type Complaint = (typeof COMPLAINTS)[number];
/** By the number in `Verdict.finding`. */
export const FINDINGS = ["upheld", "wrong", "not-delivered"] as const;
export type Finding = (typeof FINDINGS)[number];
