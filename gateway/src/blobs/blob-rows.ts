/** What the gateway knows of blobs and of who keeps them. Each method is one transaction. */
export interface BlobRows {
  find(cid: string): Promise<BlobRow | undefined>;
  /**
   * Notes that `owner` keeps the blob until `keptUntil`, creating the blob's row if it is the first. A second hold of the same
   * owner prolongs, never shortens. Also marks the blob as whole again.
   */
  hold(holding: Holding, limits: HoldLimits): Promise<HoldResult>;
  /** Ends an owner's holding; the blob's row goes with the last one. */
  release(owner: string, cid: string): Promise<ReleaseResult>;
  /** Ends up to `limit` holdings that were kept until `now` or earlier. @returns the CIDs whose last holding it was. */
  expire(now: number, limit: number): Promise<ExpiryResult>;
  isHeld(owner: string, cid: string): Promise<boolean>;
  /** `now` in Unix seconds says which day counts. */
  usageOf(owner: string, now: number): Promise<Usage>;
  /** Of one owner, by CID, beginning after `after`. */
  listOf(owner: string, page: { after?: string | undefined; limit: number }): Promise<HeldBlob[]>;
  /** Bytes of all blobs. */
  totalBytes(): Promise<number>;
  /** All blobs by CID, beginning after `after`. */
  list(page: { after?: string | undefined; limit: number }): Promise<BlobRow[]>;
  /** Notes that the bytes are lost or wrong; a later upload repairs it. */
  markDamaged(cid: string): Promise<void>;
}

export interface BlobRow {
  readonly cid: string;
  readonly size: number;
  readonly damaged: boolean;
}

export interface Holding {
  readonly owner: string;
  readonly cid: string;
  readonly size: number;
  /** Unix seconds, as all times here. */
  readonly heldSince: number;
  readonly keptUntil: number;
}

export interface HoldLimits {
  /** Bytes that one owner may hold. */
  readonly quotaBytes: number;
  /** Bytes of new blobs that one owner may store in one UTC day. */
  readonly dailyBytes: number;
  /** Bytes that all blobs together may take. */
  readonly capacityBytes: number;
}

export type HoldResult =
  | { readonly kind: "held"; readonly keptUntil: number; readonly isNewBlob: boolean }
  | { readonly kind: "over-quota"; readonly usedBytes: number }
  | { readonly kind: "over-day"; readonly usedBytes: number }
  | { readonly kind: "over-capacity"; readonly usedBytes: number };

export type ReleaseResult = { readonly kind: "released"; readonly wasLast: boolean } | { readonly kind: "not-held" };

export interface ExpiryResult {
  readonly ended: number;
  readonly unheldCids: readonly string[];
}

export interface Usage {
  readonly bytes: number;
  readonly blobs: number;
  /** Of new blobs since midnight UTC. */
  readonly bytesToday: number;
}

export interface HeldBlob {
  readonly cid: string;
  readonly size: number;
  readonly keptUntil: number;
  readonly damaged: boolean;
}
