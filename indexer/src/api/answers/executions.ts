import { db } from "ponder:api";
import { execution } from "ponder:schema";
import { COMPLAINTS, FINDINGS } from "@computehive/protocol/dispute";
import type { SettlementKind } from "@computehive/protocol/indexer-api/execution";
import { eq } from "ponder";
import type { Hex } from "viem";
import { asOfNow } from "../checkpoint.ts";
import { notFound } from "../refusal.ts";
import { present } from "../respond.ts";

export type ExecutionRow = typeof execution.$inferSelect;

export async function findExecution(executionId: Hex) {
  const asOf = await asOfNow();
  const [row] = await db.select().from(execution).where(eq(execution.id, executionId));
  if (!row) throw notFound("execution");
  return { asOf, execution: toExecution(row) };
}

export function toExecution(row: ExecutionRow) {
  const { id, jobId, attempt, state, node, provider, payee, exposure, submitBy, claimed } = row;
  const facts = { executionId: id, jobId, attempt, state, node, provider, payee, exposure, submitBy, claimed };
  return {
    ...facts,
    ...present({ submission: submissionOf(row), dispute: disputeOf(row), ruling: rulingOf(row) }),
    ...endOf(row),
  };
}

function endOf(row: ExecutionRow) {
  return present({
    settlement: toSettlement(row),
    declined: row.state === "declined" ? row.ended : undefined,
    expiry: row.state === "expired" ? { penalty: row.penalty ?? 0n, expired: row.ended } : undefined,
  });
}

function submissionOf({ submitted, units, detailsHash, receiptHash }: ExecutionRow) {
  return submitted && { units, detailsHash, receiptHash, submitted };
}

function disputeOf({ disputed, complaint }: ExecutionRow) {
  return disputed && { complaint: COMPLAINTS[complaint ?? 0], disputed };
}

function rulingOf({ ruled, finding, findingReason }: ExecutionRow) {
  return ruled && { finding: FINDINGS[finding ?? 0], reason: findingReason ?? "", ruled };
}

const KINDS: Readonly<Record<string, SettlementKind>> = {
  "settled-cosigned": "co-signed",
  "settled-silent": "silent",
  "refunded-silent": "silent",
  "settled-resolved": "resolved",
  "refunded-resolved": "resolved",
  "settled-split": "split",
  "refunded-equivocation": "equivocation",
};

/** Nothing where the execution was not settled. */
export function toSettlement(row: ExecutionRow | null) {
  if (!row?.settlement) return undefined;
  const { settlement, settledUnits, amount, refund, fee, settledHash, ended } = row;
  return {
    state: settlement,
    kind: KINDS[settlement],
    units: settledUnits,
    amount,
    refund,
    fee: fee ?? 0n,
    receiptHash: settledHash,
    settled: ended,
  };
}
