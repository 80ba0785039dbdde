import type { IndexedExecution } from "@computehive/protocol/indexer-api/execution";

/** Why an execution did not end as its provider wished. */
export const FAILURE_REASONS = [
  "declined",
  "expired",
  "wrong",
  "not-delivered",
  "split",
  "refunded-silent",
  "lost",
  "signed-twice",
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

const LOSES_EXPOSURE: readonly string[] = ["refunded-resolved", "refunded-equivocation"];

/** Nothing where it runs, or ended well. */
export function failureOf({ state, settlement, ruling }: IndexedExecution): FailureReason | undefined {
  if (state === "declined" || state === "expired") return state;
  if (!settlement) return undefined;
  if (settlement.state === "settled-split") return "split";
  if (settlement.state === "refunded-silent") return "refunded-silent";
  if (settlement.state === "refunded-equivocation") return "signed-twice";
  if (settlement.state !== "refunded-resolved") return undefined;
  return ruling && ruling.finding !== "upheld" ? ruling.finding : "lost";
}

/** Stake that the end cost, smallest unit: the penalty, or the whole exposure. */
export function stakeLostOf({ expiry, settlement, exposure }: IndexedExecution): bigint {
  if (expiry) return expiry.penalty;
  return settlement && LOSES_EXPOSURE.includes(settlement.state) ? exposure : 0n;
}

/** When it ended; nothing while it runs. */
export function endedAt({ declined, expiry, settlement }: IndexedExecution): number | undefined {
  return (declined ?? expiry?.expired ?? settlement?.settled)?.at;
}
