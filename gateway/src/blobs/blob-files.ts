/** The bytes of blobs. Implemented by files; an S3-compatible store fits behind it. */
export interface BlobFiles {
  /** Starts a new file under a temporary name. */
  createDraft(): Promise<BlobDraft>;
  /** The bytes as stored, unchecked; undefined where there are none. */
  read(cid: string): Promise<StoredBytes | undefined>;
  has(cid: string): Promise<boolean>;
  /** No error where there is nothing to remove. */
  remove(cid: string): Promise<void>;
  /** Puts damaged bytes aside, where they are never served and an operator can look at them. */
  quarantine(cid: string): Promise<void>;
  /** All CIDs that have bytes, in no order. */
  list(): AsyncIterable<string>;
  /** Removes what uploads left behind when their process died: drafts last written so long ago. Only at the start. */
  clearDrafts(limits: { olderThanMs: number }): Promise<number>;
  /** Bytes that the disk still takes. */
  freeBytes(): Promise<number>;
}

export interface BlobDraft {
  /** @throws StoreFullError, StoreUnavailableError */
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the bytes durable under `cid`: a return is a promise that a power cut does not break. */
  publish(cid: string): Promise<void>;
  /** Removes the draft. Does nothing after `publish` or a second time. */
  discard(): Promise<void>;
}

export interface StoredBytes {
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** For those who stop before the end of `chunks`. Harmless otherwise. */
  close(): Promise<void>;
}
