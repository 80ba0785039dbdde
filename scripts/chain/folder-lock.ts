import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { ComputeHiveError } from "@computehive/protocol/error";
import { identify, isRunning, recordedProcess } from "./process-identity.ts";

const STOP_GRACE_MS = 30_000;
const POLL_MS = 50;

/** Makes this process the only keeper of a folder; answers how to give it back. A killed keeper holds nothing. */
export function claimFolder(file: string): () => void {
  const holder = recordedProcess(file);
  if (holder) throw new FolderInUseError({ file, pid: holder.pid });
  rmSync(file, { force: true });
  const mine = JSON.stringify(identify(process.pid));
  try {
    writeFileSync(file, mine, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new FolderInUseError({ file, pid: recordedProcess(file)?.pid });
  }
  return () => {
    if (readFileSync(file, { encoding: "utf8" }) === mine) rmSync(file, { force: true });
  };
}

/** Ends the process that `file` names, if it still runs: first in order, then by force. */
export async function endRecordedProcess(file: string): Promise<boolean> {
  const found = recordedProcess(file);
  if (!found) return false;
  process.kill(found.pid, "SIGTERM");
  const deadline = performance.now() + STOP_GRACE_MS;
  while (isRunning(found)) {
    if (performance.now() > deadline) process.kill(found.pid, "SIGKILL");
    await wait(POLL_MS);
  }
  return true;
}

export class FolderInUseError extends ComputeHiveError {
  override readonly name = "FolderInUseError";
  constructor({ file, pid }: { file: string; pid: number | undefined }) {
    super(`Another process keeps this chain running${pid === undefined ? "" : ` (process ${pid})`}.`, {
      metaMessages: [`Its record: ${file}`, "Stop it first, or use another folder."],
    });
  }
}
