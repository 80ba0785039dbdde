import type { ReceiptUpload } from "@computehive/protocol/api/execution";
import { ComputeHiveError } from "@computehive/protocol/error";
import { MAX_OUTPUT_BYTES } from "@computehive/protocol/fuel";
import type { Manifest } from "@computehive/protocol/manifest";
import type { ResultDocument } from "@computehive/protocol/result";
import type { Hex } from "viem";
import { blobsOf } from "../execution.ts";
import { isTransientGatewayError } from "../gateway/gateway-errors.ts";
import type { GatewayClient } from "../gateway-client.ts";
import { fetchManifest, fetchResult } from "./documents.ts";

/** Programs and inputs are bounded by what a gateway takes; a verifier takes as much. */
const LARGEST_BLOB = MAX_OUTPUT_BYTES;

/** What stands behind a receipt, as far as the gateway has it. Every part is checked against the hash that names it. */
export interface Evidence {
  upload: ReceiptUpload | undefined;
  manifest: Manifest | undefined;
  result: ResultDocument | undefined;
  /** Program and inputs by CID; nothing unless all are there. */
  blobs: ReadonlyMap<string, Uint8Array> | undefined;
  /** What could not be had, one sentence each. */
  missing: string[];
}

export interface CollectOptions {
  signal: AbortSignal;
  onProgress?: ((what: string) => void) | undefined;
}

/** Whose evidence: an execution, and the manifest that its order names. */
export interface EvidenceSubject {
  readonly executionId: Hex;
  readonly manifestHash: Hex;
}

/** Fetches what the gateway has. @throws where the gateway does not answer: that says nothing of what it has. */
export async function collectEvidence(
  gateway: GatewayClient,
  { executionId, manifestHash }: EvidenceSubject,
  options: CollectOptions,
): Promise<Evidence> {
  const missing: string[] = [];
  const had = async <T>(what: string, fetching: () => Promise<T>): Promise<T | undefined> => {
    options.onProgress?.(what);
    try {
      return await fetching();
    } catch (error) {
      // What is there and not what it should be counts as missing; a gateway that does not answer says nothing.
      if (isTransientGatewayError(error) || !(error instanceof ComputeHiveError)) throw error;
      missing.push(`${what}: ${error.shortMessage}`);
      return undefined;
    }
  };
  const upload = await had("the receipt", () => uploadOf(gateway, executionId, options));
  if (!upload && missing.length === 0) missing.push("the receipt: the node has not uploaded it");
  const manifest = await had("the manifest", () => fetchManifest(gateway, manifestHash, options));
  const result = upload && (await had("the result document", () => fetchResult(gateway, upload.resultCid, options)));
  const blobs = manifest && (await had("the program and its inputs", () => fetchBlobs(gateway, manifest, options)));
  return { upload, manifest, result, blobs, missing };
}

/** Program and inputs of a manifest, by CID. */
export async function fetchBlobs(
  gateway: GatewayClient,
  manifest: Manifest,
  { signal }: CollectOptions,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>();
  for (const { cid, size } of blobsOf(manifest))
    blobs.set(cid, await gateway.getBlob(cid, { maxBytes: Math.min(size ?? LARGEST_BLOB, LARGEST_BLOB), signal }));
  return blobs;
}

async function uploadOf(
  gateway: GatewayClient,
  executionId: Hex,
  { signal }: CollectOptions,
): Promise<ReceiptUpload | undefined> {
  return (await gateway.execution(executionId, { signal })).receipt;
}
