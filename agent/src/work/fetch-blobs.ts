import { assertCid, cidFromDigest, CidMismatchError } from "@computehive/protocol/cid";
import { type Manifest, MAX_MANIFEST_BYTES, ManifestInvalidError, readManifest } from "@computehive/protocol/manifest";
import type { Reason } from "@computehive/protocol/phases";
import type { ExecutionFolder } from "./files.ts";
import { type AgentGateway, GatewayFault } from "./gateway-port.ts";
import type { WorkLimits } from "./context.ts";
import type { Hex } from "viem";

export type Fetched = { kind: "fetched"; manifest: Manifest } | { kind: "impossible"; reason: Reason; detail: string };

export interface FetchPorts {
  gateway: AgentGateway;
  folder: ExecutionFolder;
  limits: WorkLimits;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Unix seconds. */
  now(): number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Brings manifest, program and inputs of a job onto this disk, each checked against its hash. What cannot be had is tried again until
 * `giveUpAt` (Unix seconds); what is wrong is not.
 */
export async function fetchAll(manifestHash: Hex, giveUpAt: number, ports: FetchPorts, signal: AbortSignal): Promise<Fetched> {
  const found = await fetchBlob(cidFromDigest(manifestHash), MAX_MANIFEST_BYTES, giveUpAt, ports, signal);
  if (found.kind === "impossible") return { ...found, reason: found.reason === "input-unavailable" ? "manifest-unavailable" : "manifest-invalid" };
  const manifest = parse(found.bytes);
  if (manifest.kind === "impossible") return manifest;
  for (const { cid, maxBytes, size } of blobsOf(manifest.manifest, ports.limits)) {
    if (size !== undefined && size > maxBytes) return { kind: "impossible", reason: "limits-too-high", detail: `The input ${cid} has ${size} bytes.` };
    const blob = await fetchBlob(cid, size ?? maxBytes, giveUpAt, ports, signal);
    if (blob.kind === "impossible") return blob;
    if (size !== undefined && blob.bytes.length !== size) {
      return { kind: "impossible", reason: "input-mismatch", detail: `The input ${cid} has ${blob.bytes.length} bytes, not ${size}.` };
    }
  }
  return manifest;
}

/** Reads a manifest again that was fetched before. */
export function storedManifest(manifestHash: Hex, folder: ExecutionFolder): Manifest | undefined {
  const bytes = folder.read(cidFromDigest(manifestHash));
  return bytes && readManifest(bytes);
}

type Blob = { kind: "fetched"; bytes: Uint8Array } | { kind: "impossible"; reason: Reason; detail: string };

async function fetchBlob(cid: string, maxBytes: number, giveUpAt: number, { gateway, folder, wait, now }: FetchPorts, signal: AbortSignal): Promise<Blob> {
  const held = folder.read(cid);
  if (held) return { kind: "fetched", bytes: held };
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      const bytes = await gateway.getBlob(cid, { maxBytes, signal });
      assertCid(cid, bytes);
      folder.write(cid, bytes);
      return { kind: "fetched", bytes };
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOf(error, cid);
      if (fault.reason !== "input-unavailable" || now() + pause / 1_000 >= giveUpAt) return fault;
      await wait(pause, signal);
    }
  }
}

function faultOf(error: unknown, cid: string): Extract<Blob, { kind: "impossible" }> {
  if (isDiskFull(error)) return { kind: "impossible", reason: "out-of-disk", detail: `There is no room for ${cid}.` };
  const cause = error instanceof GatewayFault ? error.cause : error;
  if (cause instanceof CidMismatchError) return { kind: "impossible", reason: "input-mismatch", detail: `The gateway gave other bytes than those of ${cid}.` };
  if (error instanceof GatewayFault && error.kind === "refused") {
    return { kind: "impossible", reason: "limits-too-high", detail: `${cid}: ${error.metaMessages.at(-1) ?? ""}` };
  }
  return { kind: "impossible", reason: "input-unavailable", detail: `${cid} could not be had in time.` };
}

function isDiskFull(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ENOSPC";
}

function parse(bytes: Uint8Array): Fetched {
  try {
    return { kind: "fetched", manifest: readManifest(bytes) };
  } catch (error) {
    if (!(error instanceof ManifestInvalidError)) throw error;
    return { kind: "impossible", reason: "manifest-invalid", detail: error.metaMessages.slice(0, 5).join("; ") };
  }
}

function blobsOf(manifest: Manifest, limits: WorkLimits): { cid: string; maxBytes: number; size: number | undefined }[] {
  return [
    { cid: manifest.program, maxBytes: limits.programBytes, size: undefined },
    ...(manifest.stdin ? [{ cid: manifest.stdin, maxBytes: limits.inputBytes, size: undefined }] : []),
    ...manifest.inputs.map(({ cid, size }) => ({ cid, maxBytes: limits.inputBytes, size })),
  ];
}
