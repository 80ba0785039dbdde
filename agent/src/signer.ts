import type { MarketDomain } from "@computehive/protocol/domain";
import { receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import { keccak256, type LocalAccount } from "viem";
import type { TransactionSigner } from "./money/prepare.ts";
import type { ReceiptSigner } from "./money/receipts.ts";

/** The node key as sender and receipts use it. Both signatures are deterministic (RFC 6979). */
export function createSigner(account: LocalAccount, domain: MarketDomain): TransactionSigner & ReceiptSigner {
  return {
    ...createTransactionSigner(account),
    digestOf: (receipt) => receiptHashOf(domain, receipt),
    signReceipt: (receipt) => account.signTypedData(receiptTypedData(domain, receipt)),
  };
}

/** A key as the sender uses it. */
export function createTransactionSigner(account: LocalAccount): TransactionSigner {
  return {
    address: account.address,
    async signTransaction({ gas, ...unsigned }) {
      const raw = await account.signTransaction({ ...unsigned, gas, type: "eip1559", value: 0n });
      return { raw, hash: keccak256(raw) };
    },
  };
}
