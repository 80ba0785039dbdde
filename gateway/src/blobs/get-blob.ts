import { createHash } from "node:crypto";
import { cidFromDigest } from "@computehive/protocol/cid";
import { GatewayError } from "../gateway-error.ts";
import type { StoredBytes } from "./blob-files.ts";
import type { BlobPorts } from "./put-blob.ts";

export interface OpenBlob {
  readonly size: number;
  /** Ends with BlobDamagedError, before the last chunk, where the bytes are not those of the CID. */
  readonly chunks: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** @throws BlobNotFoundError, BlobDamagedError */
export async function findBlob(cid: string, { rows }: BlobPorts): Promise<{ size: number }> {
  const row = await rows.find(cid);
  if (!row) throw new BlobNotFoundError({ cid });
  if (row.damaged) throw new BlobDamagedError({ cid });
  return { size: row.size };
}

/**
 * Opens a blob for reading. The bytes are hashed on their way, and the last chunk is held back until the hash is right: a reader
 * of damaged bytes never sees the length that it was promised.
 *
 * @throws BlobNotFoundError, BlobDamagedError
 */
export async function openBlob(cid: string, ports: BlobPorts): Promise<OpenBlob> {
  const { size } = await findBlob(cid, ports);
  const bytes = await ports.files.read(cid);
  if (bytes?.size === size) return { size, chunks: verified(cid, bytes, ports), close: bytes.close };
  await bytes?.close();
  await setAside(cid, ports);
  throw new BlobDamagedError({ cid });
}

async function* verified(cid: string, { chunks }: StoredBytes, ports: BlobPorts): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (held) yield held;
    held = chunk;
  }
  if (cidFromDigest(`0x${hash.digest("hex")}`) !== cid) {
    await setAside(cid, ports);
    throw new BlobDamagedError({ cid });
  }
  if (held) yield held;
}

/** Looks again under the lock, because the blob may have been deleted or put anew since it was read. */
async function setAside(cid: string, ports: BlobPorts): Promise<void> {
  const { rows, files, locks } = ports;
  await locks.run(cid, async () => {
    const row = await rows.find(cid);
    if (!row || row.damaged || (await isWhole(cid, ports))) return;
    await rows.markDamaged(cid);
    await files.quarantine(cid);
    ports.onDamage(cid);
  });
}

async function isWhole(cid: string, { files }: BlobPorts): Promise<boolean> {
  const bytes = await files.read(cid);
  if (!bytes) return false;
  const hash = createHash("sha256");
  for await (const chunk of bytes.chunks) hash.update(chunk);
  return cidFromDigest(`0x${hash.digest("hex")}`) === cid;
}

export class BlobNotFoundError extends GatewayError {
  override readonly name = "BlobNotFoundError";
  constructor({ cid }: { cid: string }) {
    super("This gateway does not hold this blob.", {
      code: "not-found",
      metaMessages: [`CID: ${cid}`],
      hint: "It may have expired, or lie on another gateway.",
    });
  }
}

/** The bytes on the gateway's disk were not those of the CID, or are gone. They are not served. */
export class BlobDamagedError extends GatewayError {
  override readonly name = "BlobDamagedError";
  constructor({ cid }: { cid: string }) {
    super("This gateway held this blob, but its bytes were damaged.", {
      code: "gone",
      metaMessages: [`CID: ${cid}`],
      hint: "Upload it again, or get it from another gateway.",
    });
  }
}
