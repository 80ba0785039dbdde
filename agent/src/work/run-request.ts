import type { Manifest } from "@computehive/protocol/manifest";
import type { SandboxRequest } from "../sandbox/sandbox.ts";

/** What every run of a manifest calls its program: `args[0]`. */
const PROGRAM_NAME = "program";

/** A manifest and its blobs as the meter takes them. */
export function toRunRequest(
  { args, env, limits }: Manifest,
  blobs: { program: Uint8Array; stdin: Uint8Array; inputs: ReadonlyMap<string, Uint8Array>; seed: Uint8Array },
): SandboxRequest {
  return { ...blobs, args: [PROGRAM_NAME, ...args], env, limits: { ...limits, fuel: BigInt(limits.fuel) } };
}
