import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** The file is there whole, or not at all, whatever happens to the machine. */
export function writeFileDurably(file: string, content: string): void {
  const draft = `${file}.draft`;
  const handle = openSync(draft, "w");
  writeSync(handle, content);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}
