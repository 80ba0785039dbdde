import type { RefusalRule } from "@computehive/metering/errors";
import type { Limits, RunRequest, RunResult } from "@computehive/metering/run";
import type { ProgramReport } from "@computehive/metering/validate";
import type { Manifest } from "@computehive/protocol/manifest";
import type { Blobs, Executed } from "@computehive/sdk/execution";

/** What the meter's worker is asked; one request a worker, so that ending the worker ends the request. */
export type MeterRequest =
  | { readonly act: "run"; readonly request: RunRequest }
  | { readonly act: "execute"; readonly manifest: Manifest; readonly blobs: Blobs }
  | { readonly act: "validate"; readonly program: Uint8Array; readonly limits: Pick<Limits, "fuel" | "memoryBytes"> };

/** What it says while it works. */
export type MeterNews =
  /** How fast this browser runs the program, measured on its first stretch; an estimate of the rest. */
  | { readonly kind: "speed"; readonly fuelPerMillisecond: number }
  /** The program itself starts now. */
  | { readonly kind: "started" }
  /** Exact, at a call of the program to its host. */
  | { readonly kind: "fuel"; readonly used: bigint }
  | { readonly kind: "output"; readonly stream: "stdout" | "stderr"; readonly bytes: Uint8Array };

export interface MeterFailure {
  readonly kind: "failed";
  /** The error's own name: classes do not pass between threads. */
  readonly name: string;
  readonly sentence: string;
  readonly lines: readonly string[];
  readonly rule?: RefusalRule | undefined;
  readonly offset?: number | undefined;
}

/** What it says last. */
export type MeterAnswer =
  | { readonly kind: "ran"; readonly result: RunResult }
  | { readonly kind: "executed"; readonly executed: Executed }
  | { readonly kind: "validated"; readonly report: ProgramReport }
  | MeterFailure;

export type MeterMessage = MeterNews | MeterAnswer;
