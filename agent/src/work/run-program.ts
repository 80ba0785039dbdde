import { join } from "node:path";
import { unixSeconds } from "@computehive/protocol/clock";
import type { Manifest } from "@computehive/protocol/manifest";
import { blobsOf, runRequestOf } from "@computehive/sdk/execution";
import type { ExecutionRow } from "../ledger/ledger.ts";
import type { SandboxOutputs, SandboxRequest } from "../sandbox/sandbox.ts";
import type { WorkContext } from "./context.ts";
import { type ExecutionFolder, writeDurably } from "./files.ts";
import { advanceTo, amend, giveUp } from "./progress.ts";

/** A host fault may pass; a second one is this machine's own. Restarts of the agent count as well, up to a bound. */
const MAX_HOST_FAULTS = 2;
const MAX_RUNS = 6;

export interface Ran {
  outputs: SandboxOutputs;
  /** Unix seconds. */
  startedAt: number;
  endedAt: number;
}

/** Runs the program of `row` in the sandbox. Nothing, where this machine cannot: then it has given the execution up. */
export async function runProgram(
  row: ExecutionRow,
  manifest: Manifest,
  folder: ExecutionFolder,
  context: WorkContext,
  signal: AbortSignal,
): Promise<Ran | undefined> {
  const request = requestOf(manifest, folder);
  for (let faults = 0, runs = row.runs; ; ) {
    if (runs >= MAX_RUNS) return abandon(row, context, `The program was started ${runs} times and never ended.`);
    if (runs === 0) advanceTo(row.executionId, "running", context, { change: { runs: ++runs } });
    else amend(row.executionId, context, { runs: ++runs });

    const startedAt = unixSeconds(context.clock);
    context.logs.begin(row.executionId);
    const result = await context.sandbox
      .run(
        request,
        {
          onProcess: (identity) =>
            writeDurably(join(folder.path, "process.json"), new TextEncoder().encode(JSON.stringify(identity))),
          onOutput: (stream, bytes) => context.logs.write(row.executionId, stream, bytes),
        },
        signal,
      )
      .finally(() => context.logs.end(row.executionId));
    const endedAt = unixSeconds(context.clock);
    context.log.info({ executionId: row.executionId, result: result.kind, runs }, "the sandboxed process ended");

    if (result.kind === "finished") return { outputs: result.outputs, startedAt, endedAt };
    if (result.kind === "refused") {
      giveUp(row.executionId, context, "program-refused", result.message);
      return undefined;
    }
    faults += 1;
    context.log.warn(
      { executionId: row.executionId, faults, why: result.message },
      "this machine failed to run the program",
    );
    if (faults >= MAX_HOST_FAULTS) return abandon(row, context, result.message);
  }
}

function abandon(row: ExecutionRow, context: WorkContext, detail: string): undefined {
  giveUp(row.executionId, context, "host-fault", detail);
}

function requestOf(manifest: Manifest, folder: ExecutionFolder): SandboxRequest {
  const blobs = new Map(blobsOf(manifest).map(({ cid }) => [cid, folder.read(cid) ?? missing(cid)]));
  const request = runRequestOf(manifest, blobs);
  return { ...request, limits: { ...request.limits, wallSeconds: manifest.limits.wallSeconds } };
}

function missing(cid: string): never {
  throw new Error(`The blob ${cid} was fetched and is gone from the data folder.`);
}
