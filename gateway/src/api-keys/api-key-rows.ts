import type { ApiKeyScope } from "@computehive/protocol/api/api-key";
import type { Address } from "viem";

/** Keys of programs. Each method is one transaction. Times in Unix seconds; accounts with checksum. */
export interface ApiKeyRows {
  add(
    key: ApiKeyRow & { readonly secretHash: string },
    limits: { maxPerAccount: number },
  ): Promise<"added" | "too-many">;
  /** Of one that has not expired. */
  find(secretHash: string, now: number): Promise<ApiKeyRow | undefined>;
  touch(id: string, now: number): Promise<void>;
  /** Newest first, expired ones too. */
  listOf(account: Address): Promise<ApiKeyRow[]>;
  /** @returns whether there was one. */
  revoke(account: Address, id: string): Promise<boolean>;
}

export interface ApiKeyRow {
  readonly id: string;
  readonly account: Address;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly createdAt: number;
  readonly lastUsedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
}
