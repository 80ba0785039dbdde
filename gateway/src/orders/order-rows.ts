import type { Address, Hex } from "viem";

/** Orders that buyers signed and left for nodes. Each method is one transaction. Times in Unix seconds. */
export interface OrderRows {
  /** The same order again changes nothing. */
  leave(row: OrderRow, limits: { maxPerBuyer: number; now: number }): Promise<"left" | "known" | "too-many">;
  find(jobId: Hex): Promise<OrderRow | undefined>;
  /** Those that can still be claimed at `now`, by job id. */
  list(page: OrderPage): Promise<OrderRow[]>;
  /** Forgets orders that were claimed or cancelled. */
  remove(jobIds: readonly Hex[]): Promise<void>;
  /** Forgets up to `limit` orders that nobody could claim any more at `now`. */
  expire(now: number, limit: number): Promise<number>;
}

export interface OrderPage {
  readonly resourceClass?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
  readonly now: number;
}

export interface OrderRow {
  readonly jobId: Hex;
  readonly buyer: Address;
  readonly resourceClass: string;
  readonly claimBefore: number;
  readonly leftAt: number;
  /** JSON as the API takes it: order, terms and signature. */
  readonly body: string;
}
