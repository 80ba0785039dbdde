import { Worker } from "node:worker_threads";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Manifest } from "@computehive/protocol/manifest";
import type { Blobs, Executed } from "@computehive/sdk/execution";

export type WorkerAnswer =
  | { kind: "executed"; executed: Executed }
  | { kind: "failed"; name: string; sentence: string; lines: readonly string[] };

export interface ExecuteApartOptions {
  signal: AbortSignal;
  /** Called about every second with the seconds so far. */
  onTick?: (seconds: number) => void;
}

/**
 * Runs a program on a thread of its own, so that Ctrl-C and the manifest's wall time can end it.
 *
 * @throws ExecutionTooLongError when the wall time is over; ExecutionFailedError when the program is refused or the host fails.
 */
export async function executeApart(manifest: Manifest, blobs: Blobs, { signal, onTick }: ExecuteApartOptions): Promise<Executed> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { manifest, blobs }, env: {} });
  const startedAt = Date.now();
  const ticker = setInterval(() => onTick?.(Math.round((Date.now() - startedAt) / 1000)), 1_000);
  try {
    const answer = await answerOf(worker, signal, manifest.limits.wallSeconds);
    if (answer.kind === "executed") return answer.executed;
    throw new ExecutionFailedError(answer);
  } finally {
    clearInterval(ticker);
    await worker.terminate();
  }
}

function answerOf(worker: Worker, signal: AbortSignal, wallSeconds: number): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ExecutionTooLongError({ wallSeconds })), wallSeconds * 1_000);
    const onAbort = () => reject(signal.reason);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    worker.once("message", (answer: WorkerAnswer) => settle(() => resolve(answer)));
    worker.once("error", (error) => settle(() => reject(error)));
    worker.once("exit", (code) => settle(() => reject(new ExecutionFailedError({ name: "Error", sentence: `The thread ended with code ${code}.`, lines: [] }))));
  });
}

export class ExecutionTooLongError extends ComputeHiveError {
  override readonly name = "ExecutionTooLongError";
  constructor({ wallSeconds }: { wallSeconds: number }) {
    super("The program did not end within its wall time on this machine.", { metaMessages: [`Wall time: ${wallSeconds} s`] });
  }
}

export class ExecutionFailedError extends ComputeHiveError {
  override readonly name: string;
  constructor({ name, sentence, lines }: { name: string; sentence: string; lines: readonly string[] }) {
    super(sentence, { metaMessages: [...lines] });
    this.name = name;
  }
}
