import type { Address } from "viem";

/** Who is signed in. Each method is one transaction. Times in Unix seconds; accounts with checksum. */
export interface SessionRows {
  addNonce(nonce: string, expiresAt: number): Promise<void>;
  /** Uses a nonce up. @returns whether it was there and still good. */
  takeNonce(nonce: string, now: number): Promise<boolean>;
  /** Opens a session; the account's oldest ones beyond `maxPerAccount` end. */
  open(session: SessionRow & { readonly tokenHash: string }, limits: { maxPerAccount: number }): Promise<void>;
  find(tokenHash: string, now: number): Promise<SessionRow | undefined>;
  touch(id: string, now: number): Promise<void>;
  /** Newest first. */
  listOf(account: Address, now: number): Promise<SessionRow[]>;
  /** @returns whether there was one. */
  end(account: Address, id: string): Promise<boolean>;
  endAll(account: Address): Promise<number>;
  /** Forgets up to `limit` nonces and as many sessions whose time is over. */
  expire(now: number, limit: number): Promise<number>;
}

export interface SessionRow {
  readonly id: string;
  readonly account: Address;
  readonly device: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}
