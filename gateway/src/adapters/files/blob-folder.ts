import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isCid } from "@computehive/protocol/cid-schema";
import type { BlobDraft, BlobFiles, StoredBytes } from "../../blobs/blob-files.ts";
import { guardDisk } from "./disk-errors.ts";

const READ_CHUNK_BYTES = 256 * 1024;
// The last two characters of a CID are spread evenly; the first ones say the version and the hash.
const SHARD_LENGTH = 2;

/** Blobs as files: `folder`/blobs/<last two characters>/<cid>, drafts in `folder`/drafts, damaged ones in `folder`/damaged. */
export async function openBlobFolder(folder: string): Promise<BlobFiles> {
  const blobs = join(folder, "blobs");
  const drafts = join(folder, "drafts");
  const damaged = join(folder, "damaged");
  for (const path of [blobs, drafts, damaged]) await guardDisk(() => mkdir(path, { recursive: true }));
  const pathOf = (cid: string) => join(blobs, cid.slice(-SHARD_LENGTH), cid);

  return {
    createDraft: () => guardDisk(() => createDraft({ folder: drafts, pathOf })),
    read: (cid) => guardDisk(() => readFileOf(pathOf(cid))),
    has: async (cid) => (await sizeOf(pathOf(cid))) !== undefined,
    remove: (cid) => guardDisk(() => rm(pathOf(cid), { force: true })),
    async quarantine(cid) {
      if ((await sizeOf(pathOf(cid))) === undefined) return;
      await guardDisk(() => rename(pathOf(cid), join(damaged, `${cid}.${randomUUID()}`)));
    },
    async *list() {
      for (const shard of await readdir(blobs)) {
        for (const name of await readdir(join(blobs, shard))) if (isCid(name) && name.endsWith(shard)) yield name;
      }
    },
    async clearDrafts({ olderThanMs }) {
      let count = 0;
      for (const name of await readdir(drafts)) {
        const state = await stat(join(drafts, name)).catch(() => undefined);
        if (!state || Date.now() - state.mtimeMs < olderThanMs) continue;
        await rm(join(drafts, name), { force: true });
        count++;
      }
      return count;
    },
    async freeBytes() {
      const { bavail, bsize } = await guardDisk(() => statfs(folder));
      return bavail * bsize;
    },
  };
}

async function createDraft({
  folder,
  pathOf,
}: {
  folder: string;
  pathOf: (cid: string) => string;
}): Promise<BlobDraft> {
  const path = join(folder, randomUUID());
  const file = await open(path, "wx");
  let isOpen = true;
  let isPublished = false;

  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await file.close();
  };

  return {
    write: (chunk) => guardDisk(() => writeWhole(file, chunk)),
    publish: (cid) =>
      guardDisk(async () => {
        await file.sync();
        await close();
        const target = pathOf(cid);
        await makeDurableFolder(dirname(target));
        await rename(path, target);
        isPublished = true;
        await syncFolder(dirname(target));
      }),
    async discard() {
      await close().catch(() => undefined);
      if (!isPublished) await rm(path, { force: true });
    },
  };
}

/** One `write` may take less than it is given. */
async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let start = 0; start < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, start);
    start += bytesWritten;
  }
}

async function makeDurableFolder(folder: string): Promise<void> {
  const created = await mkdir(folder, { recursive: true });
  if (created !== undefined) await syncFolder(dirname(created));
}

/** A rename is durable once the folder that holds the name is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readFileOf(path: string): Promise<StoredBytes | undefined> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!file) return undefined;
  const { size } = await file.stat();
  return { size, chunks: chunksOf(file), close: () => file.close().catch(() => undefined) };
}

async function* chunksOf(file: FileHandle): AsyncIterable<Uint8Array> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await guardDisk(() =>
        file.read(new Uint8Array(READ_CHUNK_BYTES), 0, READ_CHUNK_BYTES),
      );
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close().catch(() => undefined);
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}
