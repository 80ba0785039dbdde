import type { Step, StepName } from "@computehive/sdk/verify/step";

/** The steps of checking a receipt, in the order in which they are shown. */
export const CHECK_NAMES = [
  "signature",
  "cosignature",
  "record",
  "canonical",
  "consistency",
  "manifest",
  "inputs",
  "result",
  "outputs",
  "execution",
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/**
 * `impossible`: something that is needed cannot be had, which says nothing of the receipt. `not-needed`: there is nothing to
 * check here for this receipt. `offered`: done when the person asks for it; of files, the one fact is their size in bytes.
 */
export type CheckStatus = "waiting" | "running" | "offered" | "passed" | "failed" | "impossible" | "not-needed";

export interface Check {
  readonly name: CheckName;
  readonly status: CheckStatus;
  /** What was compared, one line each; why it is impossible. */
  readonly facts: readonly string[];
}

export type Checks = Readonly<Record<CheckName, Check>>;

export function checkOf(name: CheckName, status: CheckStatus, facts: readonly string[] = []): Check {
  return { name, status, facts };
}

const STATUS = { passed: "passed", failed: "failed", skipped: "impossible" } as const satisfies Record<
  Step["status"],
  CheckStatus
>;

/** A step of the SDK as a check of this page. */
export function checkOfStep({ name, status, facts }: Step): Check {
  return checkOf(name satisfies StepName, STATUS[status], facts);
}

/** What all checks together say. */
export type Verdict = "checking" | "verified" | "verified-but-execution" | "incomplete" | "failed";

const OVER: readonly CheckStatus[] = ["passed", "failed", "impossible", "not-needed", "offered"];

/** A failed check fails the receipt; one that cannot be made leaves it open; only what passed counts as passed. */
export function verdictOf(checks: Checks): Verdict {
  const all = CHECK_NAMES.map((name) => checks[name]);
  if (all.some(({ status }) => status === "failed")) return "failed";
  const others = all.filter(({ name }) => name !== "execution");
  if (others.some(({ status }) => !OVER.includes(status))) return "checking";
  if (others.some(({ status }) => status === "impossible" || status === "offered")) return "incomplete";
  return checks.execution.status === "passed" ? "verified" : "verified-but-execution";
}
