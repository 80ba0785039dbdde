import type { ReceiptUpload } from "@computehive/protocol/api/execution";
import type { MarketDomain } from "@computehive/protocol/domain";
import { type Receipt, receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import { type Address, getAddress, type Hex, recoverTypedDataAddress } from "viem";
import { type Chain, ChainUnavailableError } from "../chain.ts";
import { GatewayError } from "../gateway-error.ts";
import type { Hub } from "../hub.ts";
import type { Entry, ExecutionRows, StoredReceipt } from "./execution-rows.ts";
import { receiptFaultOf } from "./receipt-fault.ts";

export interface ReceiptPorts {
  readonly rows: ExecutionRows;
  readonly hub: Hub;
  readonly chain: Chain;
  readonly market: MarketDomain;
}

/**
 * Stores the receipt that the node of `entry.claim` signed, after checking it against the claim and the order.
 *
 * @throws ReceiptRefusedError, ReceiptDiffersError, ChainUnavailableError
 */
export async function putReceipt(
  entry: Entry,
  upload: ReceiptUpload,
  { rows, hub, chain, market }: ReceiptPorts,
): Promise<StoredReceipt> {
  const { claim } = entry;
  const signer = await signerOf(market, upload);
  if (signer !== getAddress(claim.node))
    throw new ReceiptRefusedError({ field: "nodeSignature", rule: "must be the node key's over this receipt" });

  const posted = await chain.findOrder(claim.jobId);
  if (!posted) throw new ChainUnavailableError({ reason: "the RPC has the claim and not the order of its job" });
  const fault = receiptFaultOf(upload, { claim, ...posted });
  if (fault) throw new ReceiptRefusedError(fault);

  const stored = { hash: receiptHashOf(market, upload.receipt), upload };
  const result = await rows.putReceipt(entry, stored);
  if (result.kind === "differs") throw new ReceiptDiffersError({ held: result.held, given: stored.hash });
  hub.notify(claim.executionId);
  return stored;
}

async function signerOf(
  market: MarketDomain,
  { receipt, nodeSignature }: { receipt: Receipt; nodeSignature: Hex },
): Promise<Address | undefined> {
  try {
    return getAddress(
      await recoverTypedDataAddress({ ...receiptTypedData(market, receipt), signature: nodeSignature }),
    );
  } catch {
    return undefined;
  }
}

export class ReceiptRefusedError extends GatewayError {
  override readonly name = "ReceiptRefusedError";
  constructor({ field, rule }: { field: string; rule: string }) {
    super(`The receipt is not accepted: ${field} ${rule}.`, { code: "invalid", field, rule });
  }
}

export class ReceiptDiffersError extends GatewayError {
  override readonly name = "ReceiptDiffersError";
  constructor({ held, given }: { held: Hex; given: Hex }) {
    super("This execution has another receipt already, and an execution has one.", {
      code: "conflict",
      metaMessages: [`Held:  ${held}`, `Given: ${given}`],
    });
  }
}
