import { createHash } from "node:crypto";
import { CidMismatchError, cidFromDigest } from "@computehive/protocol/cid";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import { GatewayError } from "../gateway-error.ts";
import type { Locks } from "../keyed-lock.ts";
import { StoreFullError } from "../store-errors.ts";
import type { BlobDraft, BlobFiles } from "./blob-files.ts";
import type { BlobRows } from "./blob-rows.ts";
import { endOfDay } from "./day.ts";

export interface BlobLimits {
  /** Largest blob. */
  readonly blobBytes: number;
  /** Bytes that one account may hold. */
  readonly quotaBytes: number;
  /** Bytes of new blobs that one account may store in one UTC day. */
  readonly dailyBytes: number;
  /** Bytes of all blobs together. */
  readonly capacityBytes: number;
  /** Bytes of the disk that stay free. */
  readonly reserveBytes: number;
  readonly retentionSeconds: number;
}

export interface BlobPorts {
  readonly rows: BlobRows;
  readonly files: BlobFiles;
  /** By CID: a file and its row change together. */
  readonly locks: Locks;
  readonly clock: Clock;
  readonly limits: BlobLimits;
  /** Told of every blob whose bytes were found wrong or missing. */
  readonly onDamage: (cid: string) => void;
}

export interface PutBlob {
  readonly cid: string;
  readonly owner: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** What the caller says the size is. */
  readonly declaredBytes?: number | undefined;
}

export interface StoredBlob {
  readonly cid: string;
  readonly size: number;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/**
 * Stores a blob durably for its owner. The bytes go to a draft while they are hashed, the draft becomes the blob's file, and only
 * then a row makes it known: a kill at any instant leaves either the whole blob or nothing that counts.
 *
 * @throws BlobTooLargeError, QuotaExceededError, StoreFullError, CidMismatchError; nothing is stored then.
 */
export async function putBlob({ cid, owner, content, declaredBytes }: PutBlob, ports: BlobPorts): Promise<StoredBlob> {
  if (declaredBytes !== undefined) await assertRoom({ cid, owner, size: declaredBytes }, ports);
  const draft = await ports.files.createDraft();
  try {
    const { size, computed } = await receive(content, draft, ports.limits);
    if (computed !== cid) throw new CidMismatchError({ expected: cid, given: computed });
    return await ports.locks.run(cid, () => publish({ cid, owner, size, draft }, ports));
  } finally {
    await draft.discard();
  }
}

/** What can be told before the first byte is read; the row's own transaction decides in the end. */
async function assertRoom(
  { cid, owner, size }: { cid: string; owner: string; size: number },
  ports: BlobPorts,
): Promise<void> {
  const { rows, files, limits, clock } = ports;
  if (size > limits.blobBytes) throw new BlobTooLargeError({ limit: limits.blobBytes, given: size });
  if ((await files.freeBytes()) - size < limits.reserveBytes) throw new StoreFullError();
  if (await rows.isHeld(owner, cid)) return;
  const now = unixSeconds(clock);
  const { bytes, bytesToday } = await rows.usageOf(owner, now);
  if (bytes + size > limits.quotaBytes) throw new QuotaExceededError({ used: bytes, quota: limits.quotaBytes, size });
  if (bytesToday + size > limits.dailyBytes)
    throw new DailyQuotaExceededError({ used: bytesToday, quota: limits.dailyBytes, size, now });
}

async function receive(content: AsyncIterable<Uint8Array>, draft: BlobDraft, { blobBytes }: BlobLimits) {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > blobBytes) throw new BlobTooLargeError({ limit: blobBytes, given: size });
    hash.update(chunk);
    await draft.write(chunk);
  }
  return { size, computed: cidFromDigest(`0x${hash.digest("hex")}`) };
}

async function publish(
  { cid, owner, size, draft }: { cid: string; owner: string; size: number; draft: BlobDraft },
  { rows, files, clock, limits }: BlobPorts,
): Promise<StoredBlob> {
  const known = await rows.find(cid);
  // Bytes that are there already are not written again, unless they were found damaged or are gone.
  const isThere = known !== undefined && !known.damaged && (await files.has(cid));
  if (!isThere) await draft.publish(cid);

  const heldSince = unixSeconds(clock);
  const holding = { owner, cid, size, heldSince, keptUntil: heldSince + limits.retentionSeconds };
  const result = await rows.hold(holding, limits).catch(async (error: unknown) => {
    if (!known) await files.remove(cid);
    throw error;
  });
  if (result.kind === "held") return { cid, size, expiresAt: result.keptUntil };

  if (!known) await files.remove(cid);
  if (result.kind === "over-capacity") throw new StoreFullError();
  if (result.kind === "over-day")
    throw new DailyQuotaExceededError({ used: result.usedBytes, quota: limits.dailyBytes, size, now: heldSince });
  throw new QuotaExceededError({ used: result.usedBytes, quota: limits.quotaBytes, size });
}

export class BlobTooLargeError extends GatewayError {
  override readonly name = "BlobTooLargeError";
  constructor({ limit, given }: { limit: number; given: number }) {
    super(`A blob may have at most ${limit} bytes; this one has ${given} or more.`, {
      code: "too-large",
      rule: `at most ${limit} bytes`,
    });
  }
}

export class QuotaExceededError extends GatewayError {
  override readonly name = "QuotaExceededError";
  constructor({ used, quota, size }: { used: number; quota: number; size: number }) {
    super(`This account holds ${used} of ${quota} bytes; ${size} more do not fit.`, {
      code: "quota-exceeded",
      rule: `at most ${quota} bytes per account`,
      hint: "Delete blobs that are no longer needed, or wait until they expire.",
    });
  }
}

export class DailyQuotaExceededError extends GatewayError {
  override readonly name = "DailyQuotaExceededError";
  constructor({ used, quota, size, now }: { used: number; quota: number; size: number; now: number }) {
    super(`This account has stored ${used} of ${quota} new bytes today; ${size} more do not fit.`, {
      code: "quota-exceeded",
      rule: `at most ${quota} bytes of new blobs per account and day`,
      hint: "Wait until midnight UTC.",
      retryAfterSeconds: endOfDay(now) - now,
    });
  }
}
