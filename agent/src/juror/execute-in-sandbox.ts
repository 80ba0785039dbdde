import { ProgramRefusedError } from "@computehive/metering/errors";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Manifest } from "@computehive/protocol/manifest";
import { type Blobs, documentOf, type Executed, runRequestOf } from "@computehive/sdk/execution";
import type { ProcessIdentity, Sandbox, SandboxOutputs } from "../sandbox/sandbox.ts";

export interface ExecuteLimits {
  readonly memoryBytes: number;
  /** However long the manifest allows: this machine may be slower than the node's. */
  readonly wallSeconds: number;
}

/**
 * Runs a manifest again as a node runs it.
 *
 * @throws ProgramRefusedError where no node can have run it; MachineTooSmallError where another machine may.
 */
export async function executeInSandbox(
  sandbox: Sandbox,
  { manifest, blobs, limits, onProcess }: ExecuteOptions,
  signal: AbortSignal,
): Promise<Executed> {
  const { memoryBytes } = manifest.limits;
  if (memoryBytes > limits.memoryBytes)
    throw new MachineTooSmallError({
      reason: `it may use ${memoryBytes} bytes of memory, and ${limits.memoryBytes} are allowed`,
    });
  const request = runRequestOf(manifest, blobs);
  const result = await sandbox.run(
    { ...request, limits: { ...request.limits, wallSeconds: limits.wallSeconds } },
    onProcess ? { onProcess } : {},
    signal,
  );
  if (result.kind === "refused") throw new ProgramRefusedError({ rule: "invalid", reason: result.message });
  if (result.kind === "hostFault") throw new MachineTooSmallError({ reason: result.message });
  const outcome = result.outputs.outcome;
  if (outcome === "out-of-time")
    throw new MachineTooSmallError({ reason: `it ran longer than ${limits.wallSeconds} s` });
  return executed({ ...result.outputs, outcome });
}

export interface ExecuteOptions {
  readonly manifest: Manifest;
  readonly blobs: Blobs;
  readonly limits: ExecuteLimits;
  readonly onProcess?: (process: ProcessIdentity) => void;
}

function executed({ files, ...rest }: SandboxOutputs & { outcome: Executed["result"]["outcome"] }): Executed {
  const result = { ...rest, outputs: new Map(files.map(({ path, bytes }) => [path, bytes])) };
  return { result, ...documentOf(result) };
}

export class MachineTooSmallError extends ComputeHiveError {
  override readonly name = "MachineTooSmallError";
  constructor({ reason }: { reason: string }) {
    super("This machine could not run the program to its end.", { metaMessages: [`Reason: ${reason}.`] });
  }
}
