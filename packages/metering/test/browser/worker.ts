import { run } from "../../src/run.ts";
import { metredStackAtOverflow } from "../support/measure-stack.ts";
import { fromHex, fromWire, resultToWire, type WireRequest } from "./wire.ts";

/** The job of one worker: one execution, or one measurement of the host's stack. */
export type WorkerJob = { kind: "run"; request: WireRequest } | { kind: "stack"; wasm: string; stackBytes: string };

export async function work(job: WorkerJob): Promise<unknown> {
  if (job.kind === "stack") return metredStackAtOverflow(fromHex(job.wasm), BigInt(job.stackBytes));
  return resultToWire(await run(fromWire(job.request)));
}

const inWorker = typeof document === "undefined";
const scope = globalThis as typeof globalThis & { work?: typeof work };
if (inWorker) {
  addEventListener("message", async ({ data }: MessageEvent<WorkerJob>) => {
    try {
      postMessage({ done: await work(data) });
    } catch (error) {
      postMessage({ failed: String(error) });
    }
  });
} else {
  scope.work = work;
}
