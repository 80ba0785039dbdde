import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { instrument } from "@computehive/metering/instrument";
import { inspectProgram } from "@computehive/metering/validate";
import { ComputeHiveError } from "@computehive/protocol/error";
import { execute, runRequestOf } from "@computehive/sdk/execution";
import type { WorkerAnswer, WorkerRequest } from "./execute-apart.ts";

/** V8 never replaces a running loop by its optimised form; without the baseline compiler the first form is optimised already. */
setFlagsFromString("--no-liftoff");

try {
  parentPort?.postMessage(await answerTo(workerData as WorkerRequest));
} catch (error) {
  parentPort?.postMessage(failure(error));
}

async function answerTo({ act, manifest, blobs }: WorkerRequest): Promise<WorkerAnswer> {
  if (act === "execute") return { kind: "executed", executed: await execute(manifest, blobs) };
  const { program, limits } = runRequestOf(manifest, blobs);
  inspectProgram(program);
  instrument(program, limits);
  return { kind: "admitted" };
}

function failure(error: unknown): WorkerAnswer {
  if (!(error instanceof Error)) return { kind: "failed", name: "Error", sentence: String(error), lines: [] };
  const { name } = error;
  if (error instanceof ComputeHiveError)
    return { kind: "failed", name, sentence: error.shortMessage, lines: error.metaMessages };
  return { kind: "failed", name, sentence: error.message, lines: [] };
}
