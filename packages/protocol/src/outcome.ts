/**
 * How an execution ended, in the order of the number that a receipt carries. Every one is signed and has its price rule;
 * a failure of the host is none of them: the node declines, or the execution expires.
 */
export const OUTCOMES = [
  /** The program called exit, or returned from its start function: the exit code says more. */
  "exited",
  /** The program trapped: unreachable code, division by zero, an access out of bounds, a bad indirect call. */
  "trapped",
  /** The manifest's fuel is used up. The receipt's fuel equals the limit. */
  "out-of-fuel",
  /** The program trapped after a growth of its memory beyond the manifest's limit was denied. */
  "out-of-memory",
  /** The metered stack (not the host's) is used up. */
  "out-of-stack",
  /** Standard output, standard error and output files together exceed the manifest's limit. */
  "out-of-output",
  /** The manifest's wall time is over. The only outcome that running again cannot confirm: it pays the fixed price alone. */
  "out-of-time",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that every engine reaches again from the same program, input and limits. */
export function isRepeatable(outcome: Outcome): boolean {
  return outcome !== "out-of-time";
}
