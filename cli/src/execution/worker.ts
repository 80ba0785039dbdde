import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Manifest } from "@computehive/protocol/manifest";
import { execute } from "@computehive/sdk/execution";
import type { WorkerAnswer } from "./execute-apart.ts";

/** V8 never replaces a running loop by its optimised form; without the baseline compiler the first form is optimised already. */
setFlagsFromString("--no-liftoff");

const { manifest, blobs } = workerData as { manifest: Manifest; blobs: ReadonlyMap<string, Uint8Array> };

try {
  answer({ kind: "executed", executed: await execute(manifest, blobs) });
} catch (error) {
  const words =
    error instanceof ComputeHiveError
      ? { sentence: error.shortMessage, lines: error.metaMessages }
      : { sentence: error instanceof Error ? error.message : String(error), lines: [] };
  answer({ kind: "failed", name: error instanceof Error ? error.name : "Error", ...words });
}

function answer(value: WorkerAnswer): void {
  parentPort?.postMessage(value);
}
