import type { ReceiptUpload } from "@computehive/protocol/api/execution";
import { cidFromDigest } from "@computehive/protocol/cid";
import { OUTCOMES } from "@computehive/protocol/outcome";
import { amountOf, UNIT_SIZES, unitKindOf } from "@computehive/protocol/price";
import { CONTEXT_JOB } from "@computehive/protocol/receipt";
import type { Claim, PostedOrder } from "../chain.ts";

export interface ReceiptFault {
  readonly field: string;
  readonly rule: string;
}

/** The first rule that a receipt breaks: against its own result, against the claim, and against the order that it is paid by. */
export function receiptFaultOf(
  upload: ReceiptUpload,
  context: { claim: Claim } & PostedOrder,
): ReceiptFault | undefined {
  const rules = [...rulesOfClaim(upload, context.claim), ...rulesOfOrder(upload, context), ...rulesOfItself(upload)];
  const broken = rules.find(({ given, expected }) => given !== expected);
  return broken && { field: broken.field, rule: broken.rule ?? `must be ${broken.expected}, not ${broken.given}` };
}

interface Rule {
  readonly field: string;
  readonly given: unknown;
  readonly expected: unknown;
  readonly rule?: string;
}

function rulesOfClaim({ receipt }: ReceiptUpload, claim: Claim): Rule[] {
  const { details } = receipt;
  return [
    { field: "receipt.executionId", given: receipt.executionId, expected: claim.executionId },
    { field: "receipt.node", given: receipt.node.toLowerCase(), expected: claim.node.toLowerCase() },
    { field: "receipt.details.contextKind", given: details.contextKind, expected: CONTEXT_JOB },
    { field: "receipt.details.contextId", given: details.contextId, expected: claim.jobId },
    { field: "receipt.details.sequence", given: details.sequence, expected: 0n },
  ];
}

function rulesOfOrder({ receipt }: ReceiptUpload, { order, terms }: PostedOrder): Rule[] {
  const { details, units } = receipt;
  const unitSize = UNIT_SIZES[unitKindOf(order.unitKind)];
  return [
    { field: "receipt.details.buyer", given: details.buyer.toLowerCase(), expected: order.buyer.toLowerCase() },
    { field: "receipt.details.token", given: details.token.toLowerCase(), expected: order.token.toLowerCase() },
    { field: "receipt.details.manifestHash", given: details.manifestHash, expected: terms.manifestHash },
    { field: "receipt.details.unitKind", given: details.unitKind, expected: order.unitKind },
    { field: "receipt.details.unitSize", given: details.unitSize, expected: unitSize },
    { field: "receipt.details.fixedPrice", given: details.fixedPrice, expected: order.fixedPrice },
    { field: "receipt.details.price", given: details.price, expected: order.price },
    { field: "receipt.details.amount", given: details.amount, expected: amountOf(order, units) },
  ];
}

function rulesOfItself({ receipt, resultCid }: ReceiptUpload): Rule[] {
  const { outcome, exitCode, startedAt, endedAt, outputHash } = receipt.details;
  const name = OUTCOMES[outcome];
  return [
    { field: "receipt.details.outcome", given: name !== undefined, expected: true, rule: `below ${OUTCOMES.length}` },
    {
      field: "receipt.details.exitCode",
      given: name === "exited" || exitCode === 0,
      expected: true,
      rule: "0 unless the program exited",
    },
    { field: "receipt.details.endedAt", given: endedAt >= startedAt, expected: true, rule: "not before startedAt" },
    { field: "resultCid", given: resultCid, expected: cidFromDigest(outputHash) },
  ];
}
