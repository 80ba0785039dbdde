import { renameSync, writeFileSync } from "node:fs";

/** Replaces a file as a whole; only its owner reads it. */
export function writePrivately(file: string, text: string): void {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}
