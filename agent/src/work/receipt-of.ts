import { OUTCOMES } from "@computehive/protocol/outcome";
import { amountOf, unitSizeOf } from "@computehive/protocol/price";
import { CONTEXT_JOB, type Receipt } from "@computehive/protocol/receipt";
import { type Address, zeroHash } from "viem";
import type { ExecutionRow, StoredWork } from "../ledger/ledger.ts";

/** A job has one receipt. */
export const JOB_SEQUENCE = 0n;

/** The statement of `work`. It follows from the ledger alone, so that it is the same after every restart. */
export function receiptOf(
  { executionId, jobId, order, terms }: ExecutionRow,
  work: StoredWork,
  node: Address,
): Receipt {
  return {
    executionId,
    node,
    units: work.units,
    details: {
      contextKind: CONTEXT_JOB,
      contextId: jobId,
      buyer: order.buyer,
      sequence: JOB_SEQUENCE,
      manifestHash: terms.manifestHash,
      programHash: work.programHash,
      inputHash: work.inputHash,
      outputHash: work.outputHash,
      outcome: OUTCOMES.indexOf(work.outcome),
      exitCode: work.exitCode,
      unitKind: order.unitKind,
      unitSize: unitSizeOf(order.unitKind),
      fixedPrice: order.fixedPrice,
      price: order.price,
      amount: amountOf(order, work.units),
      token: order.token,
      startedAt: work.startedAt,
      endedAt: work.endedAt,
      energyMilliwattHours: 0n,
      attestationId: zeroHash,
    },
  };
}
