import type { Heartbeat } from "@computehive/protocol/api/heartbeat";
import type { Address } from "viem";

/** The newest heartbeat of each node. Each method is one transaction. Addresses are compared without regard to case. */
export interface NodeRows {
  find(node: Address): Promise<NodeRow | undefined>;
  /** Stores the heartbeat if its sequence is above the stored one. */
  record(row: NodeRow): Promise<RecordResult>;
  /** By address, beginning after `after`. */
  list(page: { after?: string | undefined; limit: number }): Promise<NodeRow[]>;
  /** Forgets up to `limit` nodes last heard of before `before` (Unix seconds). */
  expire(before: number, limit: number): Promise<number>;
}

export interface NodeRow {
  readonly heartbeat: Heartbeat;
  readonly provider: Address;
  /** The gateway's clock, Unix seconds. */
  readonly receivedAt: number;
}

export type RecordResult =
  | { readonly kind: "recorded" }
  | { readonly kind: "repeated" }
  | { readonly kind: "stale"; readonly newest: number };
