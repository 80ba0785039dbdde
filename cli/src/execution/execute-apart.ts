import { Worker } from "node:worker_threads";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Manifest } from "@computehive/protocol/manifest";
import type { Blobs, Executed } from "@computehive/sdk/execution";

/** What the thread is asked: to run the program, or only to read it as a node would before running it. */
export interface WorkerRequest {
  act: "execute" | "admit";
  manifest: Manifest;
  blobs: Blobs;
}

export type WorkerAnswer =
  | { kind: "executed"; executed: Executed }
  | { kind: "admitted" }
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
export async function executeApart(manifest: Manifest, blobs: Blobs, options: ExecuteApartOptions): Promise<Executed> {
  const answer = await ask({ act: "execute", manifest, blobs }, options);
  if (answer.kind === "executed") return answer.executed;
  throw new Error(`The thread answered with ${answer.kind}.`);
}

/** Checks that nodes would run the program, without running it. @throws as `executeApart` does. */
export async function admitApart(manifest: Manifest, blobs: Blobs, options: ExecuteApartOptions): Promise<void> {
  await ask({ act: "admit", manifest, blobs }, options);
}

type GoodAnswer = Exclude<WorkerAnswer, { kind: "failed" }>;

async function ask(request: WorkerRequest, { signal, onTick }: ExecuteApartOptions): Promise<GoodAnswer> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: request, env: {} });
  let seconds = 0;
  const ticker = setInterval(() => onTick?.(++seconds), 1_000);
  try {
    const answer = await answerOf(worker, signal, request.manifest.limits.wallSeconds);
    if (answer.kind === "failed") throw new ExecutionFailedError(answer);
    return answer;
  } finally {
    clearInterval(ticker);
    await worker.terminate();
  }
}

function answerOf(worker: Worker, signal: AbortSignal, wallSeconds: number): Promise<WorkerAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(new ExecutionTooLongError({ wallSeconds }))),
      wallSeconds * 1_000,
    );
    const onAbort = () => settle(() => reject(signal.reason));
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    worker.once("message", (answer: WorkerAnswer) => settle(() => resolve(answer)));
    worker.once("error", (error) => settle(() => reject(error)));
    worker.once("exit", (code) => {
      const sentence = `The thread that runs the program ended with code ${code}.`;
      settle(() => reject(new ExecutionFailedError({ name: "HostFaultError", sentence, lines: [] })));
    });
  });
}

export class ExecutionTooLongError extends ComputeHiveError {
  override readonly name = "ExecutionTooLongError";
  constructor({ wallSeconds }: { wallSeconds: number }) {
    super("The program did not end within its wall time on this machine.", {
      metaMessages: [
        "Field: wall",
        `Rule:  more than ${wallSeconds} s here; --no-dry-run leaves it to the node's machine`,
      ],
    });
  }
}

/** An error of the thread, with the name that it had there. */
export class ExecutionFailedError extends ComputeHiveError {
  override readonly name: string;
  constructor({ name, sentence, lines }: { name: string; sentence: string; lines: readonly string[] }) {
    super(sentence, { metaMessages: [...lines] });
    this.name = name;
  }
}
