import { type Hex, hashTypedData } from "viem";
import { type ReceiptTokenDomain, receiptTokenDomain } from "./domain.ts";
import { mintReceiptFields } from "./generated/typed-data.ts";

/** A buyer's wish that somebody carries: the receipt of its settled job becomes a token of its own. */
export interface MintReceipt {
  readonly receiptHash: Hex;
  /** Last second (Unix) in which it may be carried. */
  readonly deadline: number;
}

const types = { MintReceipt: mintReceiptFields } as const;

export function mintReceiptTypedData(domain: ReceiptTokenDomain, mint: MintReceipt) {
  return { domain: receiptTokenDomain(domain), types, primaryType: "MintReceipt", message: { ...mint } } as const;
}

/** The digest that the buyer signs. */
export function mintReceiptHashOf(domain: ReceiptTokenDomain, mint: MintReceipt): Hex {
  return hashTypedData(mintReceiptTypedData(domain, mint));
}
