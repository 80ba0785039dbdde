import { sha256 } from "@computehive/protocol/cid";
import { ComputeHiveError } from "@computehive/protocol/error";
import { MAX_OUTPUT_BYTES } from "@computehive/protocol/fuel";
import type { Manifest } from "@computehive/protocol/manifest";
import type { ResultDocument } from "@computehive/protocol/result";
import { type Blobs, blobsOf } from "@computehive/sdk/execution";
import type { GatewayClient } from "@computehive/sdk/gateway-client";
import { type Check, type CheckName, checkOf } from "./check.ts";

/** Bytes fetched so far, of how many where that is known. */
export type OnTransfer = (what: string, done: number, total: number | undefined) => void;

export interface BlobPorts {
  readonly gateway: Pick<GatewayClient, "getBlob">;
  readonly signal: AbortSignal;
  readonly onTransfer?: OnTransfer | undefined;
}

interface Wanted {
  readonly what: string;
  readonly cid: string;
  readonly size: number | undefined;
}

export interface BlobCheck {
  readonly check: Check;
  /** Everything by CID; nothing unless all is there. */
  readonly blobs: Blobs | undefined;
}

/** Downloads program and inputs and recomputes the hash of each. */
export function checkInputs(manifest: Manifest, ports: BlobPorts): Promise<BlobCheck> {
  const names = new Map([
    [manifest.program, "program"],
    ...manifest.inputs.map(({ cid, path }) => [cid, path] as const),
  ]);
  if (manifest.stdin !== undefined) names.set(manifest.stdin, "standard input");
  const wanted = blobsOf(manifest).map(({ cid, size }) => ({ what: names.get(cid) ?? cid, cid, size }));
  return checkBlobs("inputs", wanted, ports);
}

/** Downloads every output and recomputes the hash of each. */
export function checkOutputs({ stdout, stderr, files }: ResultDocument, ports: BlobPorts): Promise<BlobCheck> {
  const wanted = [
    { what: "stdout", ...stdout },
    { what: "stderr", ...stderr },
    ...files.map(({ path, cid, size }) => ({ what: path, cid, size })),
  ];
  return checkBlobs("outputs", wanted, ports);
}

async function checkBlobs(name: CheckName, wanted: readonly Wanted[], ports: BlobPorts): Promise<BlobCheck> {
  const blobs = new Map<string, Uint8Array>();
  const facts: string[] = [];
  let status: Check["status"] = "passed";
  for (const { what, cid, size } of wanted) {
    const found = blobs.get(cid) ?? (await fetchBlob({ what, cid, size }, ports));
    if (found instanceof Uint8Array) {
      blobs.set(cid, found);
      facts.push(`${what}: ${found.length} bytes, sha-256 ${sha256(found)}`);
      continue;
    }
    facts.push(`${what}: ${found.reason}`);
    // A store that hands out other bytes is at fault, not the receipt: the right ones may be had elsewhere.
    status = "impossible";
  }
  return { check: checkOf(name, status, facts), blobs: status === "passed" ? blobs : undefined };
}

async function fetchBlob({ what, cid, size }: Wanted, ports: BlobPorts): Promise<Uint8Array | { reason: string }> {
  const { gateway, signal, onTransfer } = ports;
  try {
    // The client hashes what comes and refuses anything but the bytes that the CID names.
    return await gateway.getBlob(cid, {
      maxBytes: Math.min(size ?? MAX_OUTPUT_BYTES, MAX_OUTPUT_BYTES),
      signal,
      onProgress: (done, total) => onTransfer?.(what, done, total ?? size),
    });
  } catch (error) {
    signal.throwIfAborted();
    return { reason: error instanceof ComputeHiveError ? `${error.shortMessage} (${cid})` : `${cid} cannot be had` };
  }
}
