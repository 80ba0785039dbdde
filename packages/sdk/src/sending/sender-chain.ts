import type { Address, Hex } from "viem";

/** What the sender needs of a chain. Every call may throw when the chain cannot be reached; then it is tried again later. */
export interface SenderChain {
  /** Transactions of `address` in the chain as it is now: the next free nonce. */
  transactionCount(address: Address, signal?: AbortSignal): Promise<number>;
  fees(signal?: AbortSignal): Promise<Fees>;
  /** Tries the call, on top of the chain as it is (`latest`) or of what is about to enter it (`pending`). */
  estimate(call: Call, on: "latest" | "pending", signal?: AbortSignal): Promise<Estimate>;
  /** Hands signed bytes to the chain. Repeating it does no harm. */
  broadcast(raw: Hex, signal?: AbortSignal): Promise<BroadcastResult>;
  receipt(hash: Hex, signal?: AbortSignal): Promise<MinedReceipt | undefined>;
  headNumber(signal?: AbortSignal): Promise<bigint>;
  /** Wei. */
  balance(address: Address, signal?: AbortSignal): Promise<bigint>;
}

/** Wei per unit of gas. */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

export interface Call {
  from: Address;
  to: Address;
  data: Hex;
}

/** `error` is the contract's own name of what is wrong, or a word such as "unknown". */
export type Estimate = { kind: "possible"; gas: bigint } | { kind: "impossible"; error: string; message: string };

export type BroadcastResult =
  | { kind: "accepted" }
  /** The nonce is used: by this transaction or by another one. */
  | { kind: "nonceUsed" }
  | { kind: "refused"; message: string };

export interface MinedReceipt {
  block: { number: bigint; hash: Hex };
  succeeded: boolean;
  /** Wei. */
  cost: bigint;
}
