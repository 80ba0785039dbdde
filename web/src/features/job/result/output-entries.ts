import type { ResultDocument } from "@computehive/protocol/result";

/** One thing that came out of the program. */
export interface OutputEntry {
  /** `stdout`, `stderr`, or the file's path. */
  readonly path: string;
  readonly cid: string;
  readonly size: number;
  readonly isFile: boolean;
}

/** Files first: they are what a job is for. Streams that are empty are left out. */
export function outputEntries({ stdout, stderr, files }: ResultDocument): OutputEntry[] {
  const streams = [
    { path: "stdout", ...stdout, isFile: false },
    { path: "stderr", ...stderr, isFile: false },
  ].filter(({ size }) => size > 0);
  return [...files.map((file) => ({ ...file, isFile: true })), ...streams];
}

/** Where an entry stands in an archive: files in a folder of their own, as `hive job result` writes them. */
export function archivePath({ path, isFile }: OutputEntry): string {
  return isFile ? `files/${path}` : path;
}
