import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import { z } from "zod";
import type { ProcessIdentity } from "./sandbox/sandbox.ts";
import type { Log, WorkContext } from "./work/context.ts";
import { type ExecutionFolder, executionFolder } from "./work/files.ts";

const identitySchema = z.object({ pid: z.int().positive(), startTime: z.string() });

/** Ends programs that an agent left running when it was killed: each would use memory that is promised to its successor. */
export function endOrphans(
  { ledger, dataFolder, log }: WorkContext,
  { endOrphan }: { endOrphan: (identity: ProcessIdentity) => boolean },
): void {
  for (const { executionId } of ledger.executions.inPhases(["fetched", "running", "lost", "expired", "declined"])) {
    endIn(executionFolder(dataFolder, executionId), { endOrphan, log });
  }
}

/** The same for a juror: its folder holds nothing but what runs, or ran when it was killed. */
export function endOrphansIn(dataFolder: string, ports: EndPorts): void {
  const all = join(dataFolder, "executions");
  if (!existsSync(all)) return;
  for (const executionId of readdirSync(all)) {
    const folder = executionFolder(dataFolder, executionId as Hex);
    endIn(folder, ports);
    folder.remove();
  }
}

interface EndPorts {
  endOrphan: (identity: ProcessIdentity) => boolean;
  log: Log;
}

function endIn(folder: ExecutionFolder, { endOrphan, log }: EndPorts): void {
  const bytes = folder.read("process.json");
  if (!bytes) return;
  const identity = identitySchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (identity.success && endOrphan(identity.data))
    log.warn({ folder: folder.path, pid: identity.data.pid }, "ended a program that was left running");
  rmSync(join(folder.path, "process.json"), { force: true });
}
