import type { LeftOrderStanding } from "@computehive/protocol/api/signed-order";
import type { Address, Hex } from "viem";

/** Orders that buyers signed and left for nodes. Each method is one transaction. Times in Unix seconds. */
export interface OrderRows {
  /** The same order again changes nothing. Where all places are taken, the waiting order that moves least makes room for one that moves more. */
  leave(row: OrderRow, limits: OrderLimits): Promise<"left" | "known" | "too-many" | "full">;
  find(jobId: Hex): Promise<OrderRow | undefined>;
  /** Those that wait and can still be claimed at `now`, in the order in which they were left. */
  list(page: OrderPage): Promise<OrderRow[]>;
  /** Those of one buyer that wait. */
  ofBuyer(buyer: Address, now: number): Promise<OrderRow[]>;
  /** Those that can still be claimed at `now` and were not looked at since `before`, the longest unseen first. */
  unseen(query: { now: number; before: number; limit: number }): Promise<OrderRow[]>;
  /** Writes down how orders stand, and that they were looked at. */
  mark(marks: readonly OrderMark[], checkedAt: number): Promise<void>;
  /** Up to `limit` orders whose time to be kept is over at `now`. */
  ended(now: number, limit: number): Promise<OrderRow[]>;
  remove(jobIds: readonly Hex[]): Promise<void>;
}

export interface OrderLimits {
  readonly maxPerBuyer: number;
  readonly maxWaiting: number;
  readonly now: number;
}

export interface OrderPage {
  readonly resourceClass?: string | undefined;
  readonly buyer?: Address | undefined;
  /** Job id of the last order of the page before. */
  readonly after?: Hex | undefined;
  readonly limit: number;
  readonly now: number;
}

export interface OrderMark {
  readonly jobId: Hex;
  readonly standing: StoredStanding;
  readonly keepUntil: number;
}

/** That time ran out is told by the clock. */
export type StoredStanding = Exclude<LeftOrderStanding, "over">;

export interface OrderRow {
  readonly jobId: Hex;
  readonly buyer: Address;
  readonly resourceClass: string;
  readonly claimBefore: number;
  readonly leftAt: number;
  readonly standing: StoredStanding;
  readonly keepUntil: number;
  /** When the chain was last asked about it. */
  readonly checkedAt: number;
  /** What moves at the claim: the most that it pays, and the bond. */
  readonly funded: bigint;
  /** JSON as the API takes it: order, terms and signature. */
  readonly body: string;
}
