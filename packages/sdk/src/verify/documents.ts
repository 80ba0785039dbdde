import { cidFromDigest } from "@computehive/protocol/cid";
import { MAX_MANIFEST_BYTES, type Manifest, readManifest } from "@computehive/protocol/manifest";
import { type ResultDocument, readResultDocument } from "@computehive/protocol/result";
import type { Hex } from "viem";
import type { GatewayClient } from "../gateway-client.ts";

const RESULT_BYTES = 8 * 1024 * 1024;

interface FetchOptions {
  readonly signal: AbortSignal;
}

/** The manifest that an order names. */
export async function fetchManifest(
  gateway: GatewayClient,
  manifestHash: Hex,
  { signal }: FetchOptions,
): Promise<Manifest> {
  const bytes = await gateway.getBlob(cidFromDigest(manifestHash), { maxBytes: MAX_MANIFEST_BYTES, signal });
  return readManifest(bytes);
}

/** The result document that a receipt names. */
export async function fetchResult(
  gateway: GatewayClient,
  cid: string,
  { signal }: FetchOptions,
): Promise<ResultDocument> {
  const bytes = await gateway.getBlob(cid, { maxBytes: RESULT_BYTES, signal });
  return readResultDocument(bytes);
}
