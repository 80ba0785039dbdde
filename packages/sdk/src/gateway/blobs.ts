import { type BlobPutResponse, blobPutResponseSchema } from "@computehive/protocol/api/blob";
import { routes } from "@computehive/protocol/api/routes";
import { CidMismatchError, cidOf } from "@computehive/protocol/cid";
import { ComputeHiveError } from "@computehive/protocol/error";
import { GatewayAnswerError, GatewayRefusedError, GatewayUnreachableError } from "./gateway-errors.ts";
import type { Http } from "./http.ts";

export interface TransferOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes done so far, and of how many where that is known. */
  readonly onProgress?: ((done: number, total: number | undefined) => void) | undefined;
}

export interface GetBlobOptions extends TransferOptions {
  /** Refuse more than this. */
  readonly maxBytes: number;
}

/** Slowest transfer that is waited for, bytes a second; and what a transfer has at least, milliseconds. */
const SLOWEST = 32 * 1024;
const LEAST_TIME = 60_000;

/** Stores bytes; safe to repeat. Returns when the gateway says that they are durable. */
export async function putBlob(
  http: Http,
  bytes: Uint8Array,
  authorization: () => Promise<string>,
  options: TransferOptions = {},
): Promise<BlobPutResponse> {
  const cid = cidOf(bytes);
  const request = {
    method: "PUT",
    path: routes.blob(cid),
    headers: { "content-type": "application/octet-stream" },
    body: bytes as Uint8Array<ArrayBuffer>,
    signal: options.signal,
    timeout: timeFor(bytes.length),
    authorization,
  } as const;
  const stored = await http.json(request, blobPutResponseSchema);
  if (stored.cid !== cid) throw new CidMismatchError({ expected: cid, given: stored.cid });
  options.onProgress?.(bytes.length, bytes.length);
  return stored;
}

/**
 * The bytes that `cid` names, checked against it.
 *
 * @throws CidMismatchError, BlobTooLargeError, and the gateway's refusal where it does not hold them.
 */
export function getBlob(http: Http, cid: string, options: GetBlobOptions): Promise<Uint8Array> {
  return http.repeat(async () => {
    const response = await http.send({
      method: "GET",
      path: routes.blob(cid),
      signal: options.signal,
      timeout: timeFor(options.maxBytes),
    });
    const bytes = await readBody(response, cid, options);
    const given = cidOf(bytes);
    if (given !== cid) throw new CidMismatchError({ expected: cid, given });
    return bytes;
  }, options.signal);
}

/** Size of a blob, or nothing where the gateway does not hold it. */
export async function sizeOfBlob(http: Http, cid: string, signal?: AbortSignal): Promise<number | undefined> {
  try {
    const response = await http.repeat(() => http.send({ method: "HEAD", path: routes.blob(cid), signal }), signal);
    const size = Number(response.headers.get("content-length") ?? Number.NaN);
    if (!Number.isSafeInteger(size))
      throw new GatewayAnswerError({ url: routes.blob(cid), reason: "content-length is missing" });
    return size;
  } catch (error) {
    if (error instanceof GatewayRefusedError && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}

async function readBody(
  response: Response,
  cid: string,
  { maxBytes, onProgress, signal }: GetBlobOptions,
): Promise<Uint8Array> {
  const length = response.headers.get("content-length");
  const total = length === null ? undefined : Number(length);
  if (total !== undefined && total > maxBytes) {
    await response.body?.cancel();
    throw new BlobTooLargeError({ cid, maxBytes });
  }
  const chunks: Uint8Array[] = [];
  let done = 0;
  for await (const chunk of bodyOf(response, signal)) {
    done += chunk.length;
    if (done > maxBytes) throw new BlobTooLargeError({ cid, maxBytes });
    chunks.push(chunk);
    onProgress?.(done, total);
  }
  return joined(chunks, done);
}

/** A connection that breaks in the middle counts as a gateway that cannot be reached, so that it is tried again. */
async function* bodyOf(response: Response, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        signal?.throwIfAborted();
        throw new GatewayUnreachableError({ url: response.url, cause });
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Ends the transfer where the reader stopped early; nothing to do where it is over.
    await reader.cancel().catch(() => undefined);
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

function timeFor(bytes: number): number {
  return LEAST_TIME + Math.ceil((bytes / SLOWEST) * 1000);
}

export class BlobTooLargeError extends ComputeHiveError {
  override readonly name = "BlobTooLargeError";
  constructor({ cid, maxBytes }: { cid: string; maxBytes: number }) {
    super("The blob is larger than expected.", { metaMessages: [`CID:   ${cid}`, `Limit: ${maxBytes} bytes`] });
  }
}
