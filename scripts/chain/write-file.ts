import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Replaces `file` so that a reader, also after a loss of power, sees the old content or the new one and nothing between. */
export function writeFileAtomically(file: string, content: string | Buffer): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, content, { flush: true });
  renameSync(draft, file);
  syncFolder(dirname(file));
}

/** Makes names (new, renamed, removed) in `folder` durable. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
