import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { ComputeHiveError } from "@computehive/protocol/error";
import { identify, recordedProcess } from "../../chain/process-identity.ts";

/**
 * Makes this process the only one that runs a stack in a folder; answers how to give the folder back. A lock whose process is gone
 * is taken over, by one of those who try.
 *
 * @throws StackRunningError
 */
export function lockStack(file: string): () => void {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    while (!tryLink(mine, file)) {
      const holder = recordedProcess(file);
      if (holder) throw new StackRunningError({ pid: holder.pid, file });
      takeAway(file);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  const text = readFileSync(file, "utf8");
  return () => {
    if (readOrNothing(file) === text) rmSync(file, { force: true });
  };
}

/** A link appears with its content, or not at all. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Renames before removing, so that of two processes that saw the same dead lock only one removes it. */
function takeAway(file: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  // Somebody else may have taken over between reading and renaming: give a living lock back.
  if (recordedProcess(aside)) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

export class StackRunningError extends ComputeHiveError {
  override readonly name = "StackRunningError";
  constructor({ pid, file }: { pid: number; file: string }) {
    super(`A stack runs already in this folder (process ${pid}).`, {
      metaMessages: [
        `Its lock: ${file}`,
        `Stop it with Ctrl-C where it runs, or with: kill ${pid}`,
        "Or use another folder: npm start -- --folder DIR",
      ],
    });
  }
}
