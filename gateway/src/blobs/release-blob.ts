import { BlobNotFoundError } from "./get-blob.ts";
import type { BlobPorts } from "./put-blob.ts";

/**
 * Ends one owner's holding; the bytes go with the last one.
 *
 * @throws BlobNotFoundError where the owner holds no such blob.
 */
export async function releaseBlob(
  { cid, owner }: { cid: string; owner: string },
  { rows, files, locks }: BlobPorts,
): Promise<void> {
  await locks.run(cid, async () => {
    const result = await rows.release(owner, cid);
    if (result.kind === "not-held") throw new BlobNotFoundError({ cid });
    if (result.wasLast) await files.remove(cid);
  });
}
