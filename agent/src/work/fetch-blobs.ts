import { assertCid, CidMismatchError, cidFromDigest } from "@computehive/protocol/cid";
import { MAX_MANIFEST_BYTES, type Manifest, ManifestInvalidError, readManifest } from "@computehive/protocol/manifest";
import type { Reason } from "@computehive/protocol/phases";
import type { Hex } from "viem";
import type { WorkLimits } from "./context.ts";
import type { ExecutionFolder } from "./files.ts";
import { type AgentGateway, GatewayFault } from "./gateway-port.ts";

interface Impossible {
  kind: "impossible";
  reason: Reason;
  detail: string;
}

export type Fetched = { kind: "fetched"; manifest: Manifest } | Impossible;

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
export async function fetchAll(
  manifestHash: Hex,
  giveUpAt: number,
  ports: FetchPorts,
  signal: AbortSignal,
): Promise<Fetched> {
  const found = await fetchBlob(cidFromDigest(manifestHash), MAX_MANIFEST_BYTES, giveUpAt, ports, signal);
  if (found.kind === "impossible") {
    return { ...found, reason: found.reason === "input-unavailable" ? "manifest-unavailable" : "manifest-invalid" };
  }
  const manifest = parse(found.bytes);
  if (manifest.kind === "impossible") return manifest;
  for (const wanted of blobsOf(manifest.manifest, ports.limits)) {
    const fault = await fetchWanted(wanted, giveUpAt, ports, signal);
    if (fault) return fault;
  }
  return manifest;
}

async function fetchWanted(
  { cid, maxBytes, size }: Wanted,
  giveUpAt: number,
  ports: FetchPorts,
  signal: AbortSignal,
): Promise<Impossible | undefined> {
  if (size !== undefined && size > maxBytes) {
    return { kind: "impossible", reason: "limits-too-high", detail: `The input ${cid} has ${size} bytes.` };
  }
  const blob = await fetchBlob(cid, size ?? maxBytes, giveUpAt, ports, signal);
  if (blob.kind === "impossible") return blob;
  if (size === undefined || blob.bytes.length === size) return undefined;
  const detail = `The input ${cid} has ${blob.bytes.length} bytes, not ${size}.`;
  return { kind: "impossible", reason: "input-mismatch", detail };
}

/** Reads a manifest again that was fetched before. */
export function storedManifest(manifestHash: Hex, folder: ExecutionFolder): Manifest | undefined {
  const bytes = folder.read(cidFromDigest(manifestHash));
  return bytes && readManifest(bytes);
}

type Blob = { kind: "fetched"; bytes: Uint8Array } | Impossible;

async function fetchBlob(
  cid: string,
  maxBytes: number,
  giveUpAt: number,
  { gateway, folder, wait, now }: FetchPorts,
  signal: AbortSignal,
): Promise<Blob> {
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

function faultOf(error: unknown, cid: string): Impossible {
  if (isDiskFull(error)) return { kind: "impossible", reason: "out-of-disk", detail: `There is no room for ${cid}.` };
  const cause = error instanceof GatewayFault ? error.cause : error;
  if (cause instanceof CidMismatchError)
    return {
      kind: "impossible",
      reason: "input-mismatch",
      detail: `The gateway gave other bytes than those of ${cid}.`,
    };
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

interface Wanted {
  cid: string;
  maxBytes: number;
  /** As the manifest states it. */
  size: number | undefined;
}

function blobsOf(manifest: Manifest, limits: WorkLimits): Wanted[] {
  return [
    { cid: manifest.program, maxBytes: limits.programBytes, size: undefined },
    ...(manifest.stdin ? [{ cid: manifest.stdin, maxBytes: limits.inputBytes, size: undefined }] : []),
    ...manifest.inputs.map(({ cid, size }) => ({ cid, maxBytes: limits.inputBytes, size })),
  ];
}
