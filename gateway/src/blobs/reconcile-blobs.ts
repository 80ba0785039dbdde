import type { Store } from "../store.ts";
import type { BlobRows } from "./blob-rows.ts";

const PAGE = 1_000;

export interface Reconciliation {
  /** Uploads that the end of the last process cut off. */
  readonly drafts: number;
  /** Files without a row: they were never acknowledged, or their last holding had ended. Removed. */
  readonly strayFiles: number;
  /** Rows without a file: an acknowledged blob is lost, by no doing of the gateway. Marked, so that an upload repairs it. */
  readonly lostFiles: readonly string[];
}

/** Longer than any upload takes: an older draft is nobody's. */
const ABANDONED_MS = 86_400_000;

/** Compares files and rows after a start, before the first request. Others may use the store meanwhile, where it is shared. */
export async function reconcileBlobs({
  blobRows: rows,
  blobFiles: files,
  locks,
  isShared,
}: Pick<Store, "blobRows" | "blobFiles" | "locks" | "isShared">): Promise<Reconciliation> {
  const drafts = await files.clearDrafts({ olderThanMs: isShared ? ABANDONED_MS : 0 });

  let strayFiles = 0;
  for await (const cid of files.list()) {
    if (await rows.find(cid)) continue;
    await locks.run(cid, async () => {
      // Whoever puts it just now has its row by the time the lock is free.
      if (await rows.find(cid)) return;
      await files.remove(cid);
      strayFiles++;
    });
  }

  const lostFiles: string[] = [];
  for await (const { cid, damaged } of allRows(rows)) {
    if (damaged || (await files.has(cid))) continue;
    await rows.markDamaged(cid);
    lostFiles.push(cid);
  }
  return { drafts, strayFiles, lostFiles };
}

async function* allRows(rows: BlobRows) {
  for (let after = ""; ; ) {
    const page = await rows.list({ after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.cid;
  }
}
