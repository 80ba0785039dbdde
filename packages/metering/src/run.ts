import type { Outcome } from "@computehive/protocol/outcome";
import { inspectProgram } from "./validate.ts";

export { HostFaultError, ProgramRefusedError } from "./errors.ts";

/** What an execution may use. */
export interface Limits {
  fuel: bigint;
  memoryBytes: number;
  /** Standard output, standard error and the files under /out, together. */
  outputBytes: number;
}

export interface RunRequest {
  program: Uint8Array;
  /** `args[0]` is the program's own name, given by the caller. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  stdin: Uint8Array;
  /** Read-only files under /in; names may contain "/" folders. */
  inputs: ReadonlyMap<string, Uint8Array>;
  /** 32 bytes from which the program's random numbers are derived. */
  seed: Uint8Array;
  limits: Limits;
}

export interface RunResult {
  outcome: Exclude<Outcome, "out-of-time">;
  /** 0 unless the outcome is "exited". */
  exitCode: number;
  fuel: bigint;
  stdout: Uint8Array;
  stderr: Uint8Array;
  /** Files left under /out, by relative path, sorted by it. */
  outputs: ReadonlyMap<string, Uint8Array>;
  memoryPeakBytes: number;
  /** A sentence for people; part of no hash. */
  detail: string;
}

export interface RunObserver {
  onOutput?(stream: "stdout" | "stderr", bytes: Uint8Array): void;
}

/** Runs `request` and returns the same result on every engine. */
export async function run(request: RunRequest, _observer: RunObserver = {}): Promise<RunResult> {
  inspectProgram(request.program);
  throw new Error("not yet");
}
