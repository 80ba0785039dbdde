import type { Address } from "viem";

/** Manifests that accounts keep under names. Each method is one transaction. Times in Unix seconds; accounts with checksum. */
export interface SavedManifestRows {
  /** An equal manifest under its own name changes nothing. */
  save(row: SavedManifestRow, limits: { maxPerAccount: number }): Promise<SaveResult>;
  rename(account: Address, id: string, change: { name: string; now: number }): Promise<RenameResult>;
  find(account: Address, id: string): Promise<SavedManifestRow | undefined>;
  /** Newest first, beginning after the id `after`. */
  list(account: Address, page: { after?: string | undefined; limit: number }): Promise<SavedManifestRow[]>;
  count(account: Address): Promise<number>;
  /** @returns whether there was one. */
  remove(account: Address, id: string): Promise<boolean>;
}

export interface SavedManifestRow {
  readonly id: string;
  readonly account: Address;
  readonly name: string;
  readonly cid: string;
  /** Bytes of `body`. */
  readonly size: number;
  /** Canonical JSON. */
  readonly body: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type SaveResult =
  | { readonly kind: "saved"; readonly row: SavedManifestRow }
  | { readonly kind: "name-taken" }
  | { readonly kind: "too-many" };

export type RenameResult =
  | { readonly kind: "renamed"; readonly row: SavedManifestRow }
  | { readonly kind: "name-taken" }
  | { readonly kind: "unknown" };
