import { type RunRequest, type RunResult, run } from "@computehive/metering/run";
import { cidOf } from "@computehive/protocol/cid";
import { ComputeHiveError } from "@computehive/protocol/error";
import { DEFAULT_SEED, PROGRAM_NAME } from "@computehive/protocol/fuel";
import type { Manifest } from "@computehive/protocol/manifest";
import { buildResultDocument, type ResultDocument, resultBytes } from "@computehive/protocol/result";
import { hexToBytes } from "viem";

/** Bytes by CID: all that a manifest names. */
export type Blobs = ReadonlyMap<string, Uint8Array>;

/** CIDs of everything a node must have before it can start, without repetition, with the size where the manifest states it. */
export function blobsOf({ program, stdin, inputs }: Manifest): { cid: string; size: number | undefined }[] {
  const sizes = new Map<string, number | undefined>([[program, undefined]]);
  if (stdin !== undefined) sizes.set(stdin, undefined);
  for (const { cid, size } of inputs) sizes.set(cid, size);
  return [...sizes].map(([cid, size]) => ({ cid, size }));
}

/**
 * What the meter is given for a manifest: the same on every node and for every verifier.
 *
 * @throws BlobMissingError, and InputSizeError where an input has another size than the manifest states.
 */
export function runRequestOf(manifest: Manifest, blobs: Blobs): RunRequest {
  const { args, env, seed, limits } = manifest;
  return {
    program: blobOf(blobs, manifest.program, "program"),
    args: [PROGRAM_NAME, ...args],
    env,
    stdin: manifest.stdin === undefined ? new Uint8Array() : blobOf(blobs, manifest.stdin, "stdin"),
    inputs: new Map(
      manifest.inputs.map(({ path, cid, size }) => [path, sized(blobOf(blobs, cid, path), { path, size })]),
    ),
    seed: hexToBytes(seed ?? DEFAULT_SEED),
    limits: { fuel: BigInt(limits.fuel), memoryBytes: limits.memoryBytes, outputBytes: limits.outputBytes },
  };
}

export interface Executed {
  readonly result: RunResult;
  readonly document: ResultDocument;
  /** The document, both streams and all files, by CID: what a node uploads. */
  readonly blobs: Blobs;
}

/** Runs a manifest here. Without a wall clock: fuel bounds it. */
export async function execute(manifest: Manifest, blobs: Blobs): Promise<Executed> {
  const result = await run(runRequestOf(manifest, blobs));
  return { result, ...documentOf(result) };
}

/** The result document of a run, with all the blobs that it names. */
export function documentOf({ outcome, exitCode, stdout, stderr, outputs }: RunResult): {
  document: ResultDocument;
  blobs: Blobs;
} {
  const files = [...outputs].map(([path, bytes]) => ({ path, bytes }));
  const document = buildResultDocument({ outcome, exitCode, stdout, stderr, files });
  const all = [resultBytes(document), stdout, stderr, ...outputs.values()];
  return { document, blobs: new Map(all.map((bytes) => [cidOf(bytes), bytes])) };
}

function blobOf(blobs: Blobs, cid: string, field: string): Uint8Array {
  const bytes = blobs.get(cid);
  if (!bytes) throw new BlobMissingError({ cid, field });
  return bytes;
}

function sized(bytes: Uint8Array, { path, size }: { path: string; size: number }): Uint8Array {
  if (bytes.length !== size) throw new InputSizeError({ path, stated: size, given: bytes.length });
  return bytes;
}

export class BlobMissingError extends ComputeHiveError {
  override readonly name = "BlobMissingError";
  constructor({ cid, field }: { cid: string; field: string }) {
    super("A blob that the manifest names is missing.", { metaMessages: [`Field: ${field}`, `CID:   ${cid}`] });
  }
}

export class InputSizeError extends ComputeHiveError {
  override readonly name = "InputSizeError";
  constructor({ path, stated, given }: { path: string; stated: number; given: number }) {
    super("An input has another size than the manifest states.", {
      metaMessages: [`Path:   ${path}`, `Stated: ${stated} bytes`, `Given:  ${given} bytes`],
    });
  }
}
