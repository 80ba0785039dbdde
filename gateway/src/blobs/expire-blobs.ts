import type { BlobPorts } from "./put-blob.ts";

/** Ends up to `limit` holdings whose time is over. @returns how many ended, and how many blobs went with them. */
export async function expireBlobs(
  limit: number,
  { rows, files, locks, clock }: BlobPorts,
): Promise<{ ended: number; removed: number }> {
  const { ended, unheldCids } = await rows.expire(Math.floor(clock.now() / 1000), limit);
  for (const cid of unheldCids) {
    await locks.run(cid, async () => {
      // Somebody may have put it again since.
      if (!(await rows.find(cid))) await files.remove(cid);
    });
  }
  return { ended, removed: unheldCids.length };
}
