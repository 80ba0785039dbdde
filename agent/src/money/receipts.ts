import { ComputeHiveError } from "@computehive/protocol/error";
import type { Receipt } from "@computehive/protocol/receipt";
import type { Hex } from "viem";
import type { Ledger, ReceiptRow } from "../ledger/ledger.ts";

export interface ReceiptSigner {
  digestOf(receipt: Receipt): Hex;
  signReceipt(receipt: Receipt): Promise<Hex>;
}

/**
 * Signs `receipt`, once for all: check that nothing else was signed for its execution and sequence, record its digest durably, then
 * sign. After a kill in between, the same receipt is signed again, with the same bytes; another one never.
 *
 * @throws ReceiptConflictError where another receipt is recorded for this execution and sequence.
 */
export async function signReceipt(
  receipt: Receipt,
  { ledger, signer }: { ledger: Ledger; signer: ReceiptSigner },
): Promise<ReceiptRow & { signature: Hex }> {
  const { executionId, details } = receipt;
  const digest = signer.digestOf(receipt);
  const row = ledger.atomically(() => {
    const known = ledger.receipts.get(executionId, details.sequence);
    if (known && known.digest !== digest)
      throw new ReceiptConflictError({ executionId, recorded: known.digest, given: digest });
    if (known) return known;
    const fresh: ReceiptRow = { executionId, sequence: details.sequence, digest, receipt };
    ledger.receipts.add(fresh);
    return fresh;
  });
  if (row.signature) return { ...row, signature: row.signature };

  const signature = await signer.signReceipt(row.receipt);
  ledger.receipts.setSignature(executionId, details.sequence, signature);
  return { ...row, signature };
}

export class ReceiptConflictError extends ComputeHiveError {
  override readonly name = "ReceiptConflictError";
  constructor({ executionId, recorded, given }: { executionId: Hex; recorded: Hex; given: Hex }) {
    super("Another receipt is already recorded for this execution; a second one is never signed.", {
      metaMessages: [`Execution: ${executionId}`, `Recorded:  ${recorded}`, `Given:     ${given}`],
    });
  }
}
