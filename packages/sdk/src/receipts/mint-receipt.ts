import { type Deployment, receiptTokenAbi } from "@computehive/protocol/contracts";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Receipt } from "@computehive/protocol/receipt";
import type { Hex } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";

type Target = Pick<Deployment, "contracts">;

/** A settled job with the receipt that it was paid by. */
export interface SettledReceipt {
  readonly receipt: Receipt;
  readonly order: JobOrder;
  readonly terms: JobTerms;
}

/** The buyer's wish that others carry: `mintReceiptTypedData`, signed. */
export interface SignedMint {
  readonly deadline: number;
  readonly signature: Hex;
}

export const receiptTokenRequests = {
  /** From the buyer's account. */
  mint: ({ contracts }: Target, { receipt, order, terms }: SettledReceipt): ContractRequest =>
    contractRequest({
      address: contracts.receiptToken,
      abi: receiptTokenAbi,
      functionName: "mint",
      args: [receipt, order, terms],
    }),
  /** From any account. */
  mintFor: (
    { contracts }: Target,
    { receipt, order, terms, deadline, signature }: SettledReceipt & SignedMint,
  ): ContractRequest =>
    contractRequest({
      address: contracts.receiptToken,
      abi: receiptTokenAbi,
      functionName: "mintFor",
      args: [receipt, order, terms, deadline, signature],
    }),
} as const;

/** Makes the receipt of the client's settled job a token that stays with it; its id is the receipt's hash. */
export function mintReceipt(client: HiveClient, settled: SettledReceipt, options?: WriteOptions): Promise<Written> {
  return write(client, receiptTokenRequests.mint(client.deployment, settled), options);
}

/** The same for another buyer, by its signature. */
export function mintReceiptFor(
  client: HiveClient,
  settled: SettledReceipt & SignedMint,
  options?: WriteOptions,
): Promise<Written> {
  return write(client, receiptTokenRequests.mintFor(client.deployment, settled), options);
}
