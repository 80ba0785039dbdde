import type { CarriedStatus, StatementKind } from "@computehive/protocol/api/statement";
import type { Fees } from "@computehive/sdk/sending/sender-chain";
import type { Address, Hex } from "viem";

/** Statements that a gateway took to carry to the chain. Each method is one transaction. Times in Unix seconds. */
export interface StatementRows {
  find(id: Hex): Promise<StatementRow | undefined>;
  /** Keeps it as `waiting`; also one that failed before. Any other is known and stays as it is. */
  record(row: StatementRow, limits: StatementLimits): Promise<"recorded" | "known" | "too-many" | "spent">;
  /** Those of this carrier that are under way: what has a nonce first, by nonce; then the oldest. */
  open(carrier: Address, limit: number): Promise<StatementRow[]>;
  update(row: StatementRow): Promise<void>;
  /** Forgets up to `limit` that ended and were recorded before. */
  expire(before: number, limit: number): Promise<number>;
}

export interface StatementLimits {
  /** What was recorded since then counts. */
  readonly since: number;
  readonly maxPerOwner: number;
  readonly maxGwei: number;
}

export interface StatementRow {
  /** Hash of target and data. */
  readonly id: Hex;
  /** Whose key sends it. */
  readonly carrier: Address;
  readonly kind: StatementKind;
  readonly owner: Address;
  readonly target: Address;
  readonly data: Hex;
  readonly status: CarriedStatus;
  readonly gas: bigint;
  readonly nonce?: number | undefined;
  /** Signed transactions with that nonce, the newest last; any of them may be the one that is mined. */
  readonly versions: readonly SignedVersion[];
  /** What it may cost, later what it did; rounded up. */
  readonly costGwei: number;
  /** Of this statement, with this one; and what the earlier ones cost. */
  readonly tries: number;
  readonly spentGwei: number;
  /** The version that was mined. */
  readonly transaction?: Hex | undefined;
  readonly reason?: string | undefined;
  readonly recordedAt: number;
  readonly sentAt?: number | undefined;
}

export interface SignedVersion extends Fees {
  readonly raw: Hex;
  readonly hash: Hex;
}
