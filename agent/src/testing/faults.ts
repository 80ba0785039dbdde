import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ComputeHiveError } from "@computehive/protocol/error";
import { isLocalChainId } from "@computehive/protocol/parameters";
import { z } from "zod";
import { PHASES, type Phase } from "../work/phases.ts";

/** Between two of a juror's steps: what it did, and then what the chain shows of it. */
export const JUROR_STEPS = [
  "judged",
  "recorded",
  "commit-sent",
  "committed",
  "reveal-sent",
  "revealed",
  "release-sent",
  "released",
] as const;
export type JurorStep = (typeof JUROR_STEPS)[number];

/**
 * Faults on purpose, for tests of what others do about them. Refused on every chain that is not local.
 * `lie`: the output is altered before it is hashed. `withhold`: outputs are not uploaded, but said to be.
 * `crashAt`: the process kills itself right after the phase is durable, once for each data folder. `crashJurorAt`: right after each of
 * these steps, likewise.
 */
export const testFaultsSchema = z.strictObject({
  lie: z.boolean().default(false),
  withhold: z.boolean().default(false),
  crashAt: z.enum(PHASES).optional(),
  crashJurorAt: z.array(z.enum(JUROR_STEPS)).default([]),
});

export type TestFaults = z.output<typeof testFaultsSchema>;

export const NO_FAULTS: TestFaults = { lie: false, withhold: false, crashJurorAt: [] };

/** @throws TestFaultsRefusedError on a chain where money is real. */
export function assertFaultsAllowed(faults: TestFaults | undefined, chainId: number): void {
  if (faults && !isLocalChainId(chainId)) throw new TestFaultsRefusedError({ chainId });
}

/** Ends this process as a power cut would, once for each data folder: the next start goes on. */
export function crashAfter(phase: Phase, faults: TestFaults, dataFolder: string): void {
  if (faults.crashAt === phase) crashOnce(phase, dataFolder);
}

/** The same after a juror's step. */
export function crashAfterStep(step: JurorStep, faults: TestFaults, dataFolder: string): void {
  if (faults.crashJurorAt.includes(step)) crashOnce(step, dataFolder);
}

function crashOnce(name: string, dataFolder: string): void {
  const marker = join(dataFolder, `crashed-at-${name}`);
  if (existsSync(marker)) return;
  writeFileSync(marker, "");
  process.kill(process.pid, "SIGKILL");
}

/** The bytes of a lie: never those of the truth. */
export function alter(bytes: Uint8Array): Uint8Array {
  const lie = bytes.length === 0 ? Uint8Array.of(0) : bytes.slice();
  lie[0] = (lie[0]! + 1) % 256;
  return lie;
}

export class TestFaultsRefusedError extends ComputeHiveError {
  override readonly name = "TestFaultsRefusedError";
  constructor({ chainId }: { chainId: number }) {
    super("Test faults are refused on a chain that is not local.", {
      metaMessages: [`Chain: ${chainId}`],
    });
  }
}
