import { ComputeHiveError } from "@computehive/protocol/error";
import { MAX_OUTPUT_BYTES } from "@computehive/protocol/fuel";
import type { ResultDocument } from "@computehive/protocol/result";
import { isTransientGatewayError } from "../gateway/gateway-errors.ts";
import type { GatewayClient } from "../gateway-client.ts";

export interface MissingOutputsOptions {
  readonly signal: AbortSignal;
  /**
   * `asked`: the gateway's word suffices. `fetched`: only bytes that match their CIDs do, each of at most the size that the document
   * states and all of at most what a program may leave, within so many milliseconds.
   */
  readonly outputs: "asked" | { readonly fetchedWithin: number };
  readonly onProgress?: ((what: string) => void) | undefined;
}

interface Output {
  readonly path: string;
  readonly cid: string;
  readonly size: number;
}

/** Outputs of a result that a gateway does not have, one sentence each. @throws where the gateway does not answer */
export async function missingOutputs(
  gateway: GatewayClient,
  { stdout, stderr, files }: ResultDocument,
  { signal, outputs, onProgress }: MissingOutputsOptions,
): Promise<string[]> {
  const all: Output[] = [{ path: "stdout", ...stdout }, { path: "stderr", ...stderr }, ...files];
  if (outputs === "asked") return askedFor(gateway, all, signal);
  const patience = AbortSignal.timeout(outputs.fetchedWithin);
  const missing: string[] = [];
  const seen = new Set<string>();
  let left = MAX_OUTPUT_BYTES;
  for (const output of all.filter(({ cid }) => !seen.has(cid) && seen.add(cid))) {
    left -= output.size;
    // No program leaves more: who states more is shown to be wrong by running it, and no byte of it is needed.
    if (left < 0) return [...missing, ...(await askedFor(gateway, [output], signal))];
    onProgress?.(output.path);
    const why = await whyNotThere(gateway, output, { signal, patience });
    if (why) missing.push(`${output.path} (${output.cid}) is not there: ${why}`);
  }
  return missing;
}

async function askedFor(gateway: GatewayClient, outputs: readonly Output[], signal: AbortSignal): Promise<string[]> {
  const sizes = await Promise.all(outputs.map(({ cid }) => gateway.sizeOfBlob(cid, { signal })));
  return outputs.filter((_, i) => sizes[i] === undefined).map(({ path, cid }) => `${path} (${cid}) is not there`);
}

async function whyNotThere(
  gateway: GatewayClient,
  { cid, size }: Output,
  { signal, patience }: { signal: AbortSignal; patience: AbortSignal },
): Promise<string | undefined> {
  try {
    await gateway.getBlob(cid, { maxBytes: size, signal: AbortSignal.any([signal, patience]) });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const isSlow = patience.aborted;
    if (!isSlow && !(error instanceof ComputeHiveError)) throw error;
    // One that answers other questions and cannot give this has it not; one that answers nothing says nothing.
    if (isSlow || isTransientGatewayError(error)) await gateway.sizeOfBlob(cid, { signal });
    if (isSlow) return "it was not given in time";
    return (error as ComputeHiveError).shortMessage;
  }
}
