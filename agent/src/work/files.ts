import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Hex } from "viem";

/** Where an execution keeps its bytes: a folder of its own in the agent's data folder. */
export interface ExecutionFolder {
  readonly path: string;
  read(name: string): Uint8Array | undefined;
  /** Returns when the bytes are on the disk, under their name, whole. */
  write(name: string, bytes: Uint8Array): void;
  remove(): void;
}

export function executionFolder(dataFolder: string, executionId: Hex): ExecutionFolder {
  const path = join(dataFolder, "executions", executionId);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return {
    path,
    read(name) {
      try {
        return new Uint8Array(readFileSync(join(path, name)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    write: (name, bytes) => writeDurably(join(path, name), bytes),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Writes beside, flushes, renames, flushes the folder: a kill leaves the old file or the new one. */
export function writeDurably(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.draft`;
  const file = openSync(draft, "w", 0o600);
  try {
    for (let offset = 0; offset < bytes.length; ) offset += writeSync(file, bytes, offset);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
