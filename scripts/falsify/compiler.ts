import { Worker } from "node:worker_threads";

/** One contract as the compiler calls it. */
export interface Target {
  readonly path: string;
  readonly contract: string;
}

/** Compile `targets` with `source` in the place of `file`. */
export interface CompilerJob {
  readonly file: string;
  readonly source: string;
  readonly targets: readonly Target[];
  /** As the contract's metadata tells them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export type Compiled =
  | { readonly error: string }
  /** In the order of the targets. */
  | { readonly codes: readonly Code[] };

export interface Code {
  readonly creation: string;
  readonly deployed: string;
  /** Byte ranges of the deployed code that the constructor fills. */
  readonly immutables: readonly { readonly start: number; readonly length: number }[];
}

export interface Compiler {
  compile(job: CompilerJob): Promise<Compiled>;
  close(): Promise<unknown>;
}

/** A compiler in a thread of its own, over the sources in `folder`. One job at a time. */
export function createCompiler(folder: string): Compiler {
  const worker = new Worker(new URL("./compiler-worker.ts", import.meta.url), {
    workerData: { folder },
    // It recurses deeply.
    resourceLimits: { stackSizeMb: 64 },
  });
  return {
    compile: (job) =>
      new Promise((resolve, reject) => {
        worker.once("error", reject);
        worker.once("message", (answer: Compiled) => {
          worker.off("error", reject);
          resolve(answer);
        });
        worker.postMessage(job);
      }),
    close: () => worker.terminate(),
  };
}
