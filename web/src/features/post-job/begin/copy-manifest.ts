import { digestOfCid } from "@computehive/protocol/cid";
import type { Manifest } from "@computehive/protocol/manifest";
import { GatewayRefusedError } from "@computehive/sdk/gateway/gateway-errors";
import type { GatewayClient } from "@computehive/sdk/gateway-client";
import type { Draft, DraftFile } from "../draft/draft.ts";
import type { DraftStore } from "../draft/draft-store.ts";
import { MOST_PROGRAM_BYTES } from "../program/program-report.ts";
import { writeDuration, writeSize } from "../work/quantities.ts";

export interface CopyPorts {
  readonly gateway: Pick<GatewayClient, "getBlob">;
  readonly store: Pick<DraftStore, "getBytes" | "putBytes">;
  readonly signal: AbortSignal;
}

export interface CopiedManifest {
  readonly into: (before: Draft) => Draft;
  /** Names of what the gateway holds no more. */
  readonly missing: readonly string[];
}

/** Standard input states no size in a manifest. */
const MOST_STDIN_BYTES = 256 * 1024 * 1024;

/** Takes the work of a manifest into a draft: program, inputs and standard input are fetched and kept in this browser. */
export async function copyManifest(manifest: Manifest, ports: CopyPorts): Promise<CopiedManifest> {
  const missing: string[] = [];
  const fetched = async (name: string, cid: string, maxBytes: number): Promise<DraftFile | undefined> => {
    const bytes = await bytesOf(cid, maxBytes, ports);
    if (bytes) return { name, cid, size: bytes.length };
    missing.push(name);
    return undefined;
  };
  const program = await fetched(PROGRAM_NAME, manifest.program, MOST_PROGRAM_BYTES);
  const stdin = manifest.stdin === undefined ? undefined : await fetched("stdin", manifest.stdin, MOST_STDIN_BYTES);
  const inputs: DraftFile[] = [];
  for (const { path, cid, size } of manifest.inputs) {
    const file = await fetched(path, cid, size);
    if (file) inputs.push(file);
  }
  return { missing, into: (before) => draftOf(before, { manifest, program, stdin, inputs }) };
}

const PROGRAM_NAME = "program.wasm";

async function bytesOf(
  cid: string,
  maxBytes: number,
  { gateway, store, signal }: CopyPorts,
): Promise<Uint8Array | undefined> {
  // A CID that is none never becomes a name in the store.
  digestOfCid(cid);
  const held = await store.getBytes(cid);
  if (held) return held;
  try {
    const bytes = await gateway.getBlob(cid, { maxBytes, signal });
    await store.putBytes(cid, bytes);
    return bytes;
  } catch (error) {
    if (error instanceof GatewayRefusedError && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}

interface Copied {
  readonly manifest: Manifest;
  readonly program: DraftFile | undefined;
  readonly stdin: DraftFile | undefined;
  readonly inputs: readonly DraftFile[];
}

function draftOf(before: Draft, { manifest, program, stdin, inputs }: Copied): Draft {
  const { program: _, stdin: __, seed: ___, dryRun: ____, ...rest } = before;
  const { args, env, limits, seed, title, placement } = manifest;
  return {
    ...rest,
    ...(program && { program: { ...program, name: title ?? program.name, source: "manifest" as const } }),
    ...(stdin && { stdin }),
    ...(seed && { seed }),
    title: title ?? "",
    args: [...args],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    inputs: [...inputs],
    limits: {
      ...before.limits,
      fuel: limits.fuel,
      memory: writeSize(limits.memoryBytes),
      wall: writeDuration(limits.wallSeconds),
      output: writeSize(limits.outputBytes),
      region: placement?.region ?? "",
    },
  };
}
