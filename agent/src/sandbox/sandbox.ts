import type { Outcome } from "@computehive/protocol/outcome";

/** What runs, complete: a sandbox reads nothing from this machine. */
export interface SandboxRequest {
  program: Uint8Array;
  /** `args[0]` is the program's own name. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  stdin: Uint8Array;
  inputs: ReadonlyMap<string, Uint8Array>;
  /** 32 bytes. */
  seed: Uint8Array;
  limits: { fuel: bigint; memoryBytes: number; outputBytes: number; wallSeconds: number };
}

export type LogStream = "stdout" | "stderr";

export interface SandboxObserver {
  /** The process runs: what a later start of the agent needs to end it, should this one die. */
  onProcess?(process: ProcessIdentity): void;
  /** Must not block. */
  onOutput?(stream: LogStream, bytes: Uint8Array): void;
}

/** A process id alone is not enough: ids are used again. */
export interface ProcessIdentity {
  pid: number;
  /** Field 22 of /proc/<pid>/stat, or empty where there is none. */
  startTime: string;
}

export interface SandboxOutputs {
  outcome: Outcome;
  exitCode: number;
  /** 0 where the wall time ended it. */
  fuel: bigint;
  stdout: Uint8Array;
  stderr: Uint8Array;
  files: { path: string; bytes: Uint8Array }[];
  memoryPeakBytes: number;
  detail: string;
}

export type SandboxResult =
  | { kind: "finished"; outputs: SandboxOutputs }
  /** The program is not one that ComputeHive runs. */
  | { kind: "refused"; rule: string; message: string }
  /** This machine failed. Never a result. */
  | { kind: "hostFault"; message: string };

export interface Sandbox {
  /** Names of the confinement layers in use. */
  readonly layers: readonly string[];
  /** Memory of the process beyond the program's own, bytes; measured at the start. */
  readonly overheadBytes: number;
  /** Runs `request`; rejects only when `signal` is aborted. The process and everything it started are gone afterwards. */
  run(request: SandboxRequest, observer: SandboxObserver, signal: AbortSignal): Promise<SandboxResult>;
}
