import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ProcessIdentity } from "./sandbox/sandbox.ts";
import type { WorkContext } from "./work/context.ts";
import { executionFolder } from "./work/files.ts";

const identitySchema = z.object({ pid: z.int().positive(), startTime: z.string() });

/** Ends programs that an agent left running when it was killed: each would use memory that is promised to its successor. */
export function endOrphans(
  { ledger, dataFolder, log }: WorkContext,
  { endOrphan }: { endOrphan: (identity: ProcessIdentity) => boolean },
): void {
  for (const { executionId } of ledger.executions.inPhases(["fetched", "running", "lost", "expired", "declined"])) {
    const folder = executionFolder(dataFolder, executionId);
    const bytes = folder.read("process.json");
    if (!bytes) continue;
    const identity = identitySchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (identity.success && endOrphan(identity.data))
      log.warn({ executionId, pid: identity.data.pid }, "ended a program that was left running");
    rmSync(join(folder.path, "process.json"), { force: true });
  }
}
