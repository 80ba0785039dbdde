/** One step of checking a receipt. */
export interface Step {
  readonly name: StepName;
  readonly status: "passed" | "failed" | "skipped";
  /** What it means when this step passes. */
  readonly proves: string;
  /** What it does not say even then. */
  readonly provesNot: string;
  /** What was compared, one line each; why it was skipped or failed. */
  readonly facts: readonly string[];
}

export const STEP_NAMES = ["signature", "record", "consistency", "manifest", "result", "execution"] as const;
export type StepName = (typeof STEP_NAMES)[number];

const MEANINGS = {
  signature: {
    proves: "the node's key signed exactly this receipt",
    provesNot: "that the work was done: a key can sign anything",
  },
  record: {
    proves: "the market holds this very receipt for this job, and how the job stands",
    provesNot: "that the result is right: an undisputed receipt is recorded unread",
  },
  consistency: {
    proves: "receipt and order agree: job, execution, buyer, token, prices, and the amount that the units come to",
    provesNot: "that the units were used",
  },
  manifest: {
    proves:
      "this manifest, its program and its inputs are the ones that the buyer ordered and the node claims to have run",
    provesNot: "that they were run",
  },
  result: {
    proves: "this result document is the one that the node signed",
    provesNot: "that the program produces it",
  },
  execution: {
    proves: "the program, run again here, gives the same outputs, outcome, exit code and fuel",
    provesNot: "when and on which machine the node ran it",
  },
} as const satisfies Record<StepName, { proves: string; provesNot: string }>;

export interface Comparison {
  readonly what: string;
  readonly expected: unknown;
  readonly given: unknown;
}

/** A step that passes where all comparisons are equal. */
export function comparedStep(name: StepName, comparisons: readonly Comparison[], notes: readonly string[] = []): Step {
  const facts = comparisons.map(({ what, expected, given }) => {
    return isSame(expected, given) ? `${what}: ${given}` : `${what}: expected ${expected}, found ${given}`;
  });
  const passed = comparisons.every(({ expected, given }) => isSame(expected, given));
  return { name, status: passed ? "passed" : "failed", ...MEANINGS[name], facts: [...facts, ...notes] };
}

export function skippedStep(name: StepName, reason: string): Step {
  return { name, status: "skipped", ...MEANINGS[name], facts: [reason] };
}

export function failedStep(name: StepName, reason: string): Step {
  return { name, status: "failed", ...MEANINGS[name], facts: [reason] };
}

/** Addresses differ in the case of their letters and mean the same. */
function isSame(expected: unknown, given: unknown): boolean {
  const normal = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);
  return normal(expected) === normal(given);
}
