import type { Outcome } from "@computehive/protocol/outcome";
import { HostFaultError } from "./errors.ts";
import { DENIED } from "./meter-names.ts";
import { ProgramStopped } from "./wasi/errno.ts";

/** How a program ended. */
export interface Ending {
  kind: Exclude<Outcome, "out-of-time">;
  fuel: bigint;
  memoryBytes: number;
  exitCode?: number;
  /** Says more than the outcome does. */
  detail?: string;
}

/** What the meter shows when a program has ended. */
export interface MeterReading {
  limit: bigint;
  fuelLeft: bigint;
  stackLeft: bigint;
  denied: number;
  memoryBytes: number;
}

/**
 * Tells the outcome from the meter first and from the exception last: the meter's globals are out of the program's reach,
 * and a program can trap in any way it likes.
 */
export function judge(thrown: { error: unknown } | undefined, reading: MeterReading): Ending {
  if (reading.denied === DENIED.byHost) {
    throw new HostFaultError({ reason: "it has no memory for a growth that the limits allow", cause: thrown?.error });
  }
  if (thrown && isHostFault(thrown.error)) throw hostFault(thrown.error);
  const { limit, memoryBytes } = reading;
  if (reading.fuelLeft < 0n) return { kind: "out-of-fuel", fuel: limit, memoryBytes };
  const ending = { fuel: limit - reading.fuelLeft, memoryBytes };
  if (reading.stackLeft < 0n) return { kind: "out-of-stack", ...ending };
  if (thrown === undefined) return { kind: "exited", ...ending };
  const trap = endingOf(thrown.error, ending);
  return trap.kind === "trapped" && reading.denied === DENIED.byLimit ? { kind: "out-of-memory", ...ending } : trap;
}

/** What an exception alone tells. */
export function endingOf(error: unknown, ending: { fuel: bigint; memoryBytes: number }): Ending {
  if (error instanceof ProgramStopped) return { kind: error.reason, exitCode: error.exitCode, ...ending };
  if (error instanceof WebAssembly.RuntimeError) {
    return { kind: "trapped", detail: `The program trapped: ${error.message}.`, ...ending };
  }
  throw hostFault(error);
}

function isHostFault(error: unknown): boolean {
  return !(error instanceof ProgramStopped || error instanceof WebAssembly.RuntimeError);
}

function hostFault(error: unknown): HostFaultError {
  const reason = error instanceof RangeError ? "its own stack or memory is too small" : "its engine failed";
  return new HostFaultError({ reason, cause: error });
}
