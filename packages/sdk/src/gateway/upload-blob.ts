import { type BlobPutResponse, blobPutResponseSchema } from "@computehive/protocol/api/blob";
import { routes } from "@computehive/protocol/api/routes";
import { cidOf } from "@computehive/protocol/cid";
import type { TransferOptions } from "./blobs.ts";
import { GatewayAnswerError, GatewayUnreachableError, refusalOf } from "./gateway-errors.ts";

/**
 * Stores bytes from a page, as the account of its session. By XMLHttpRequest, because `fetch` does not say how far an upload
 * is. Sent once; safe to repeat.
 *
 * @throws GatewayRefusedError, GatewayUnreachableError, GatewayAnswerError, and the signal's reason.
 */
export async function uploadBlob(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  { onProgress, signal }: TransferOptions = {},
): Promise<BlobPutResponse> {
  const target = url.replace(/\/+$/, "") + routes.blob(cidOf(bytes));
  const answer = await sendBytes(target, bytes, { onProgress, signal });
  if (!answer.ok) throw await refusalOf(answer);
  const parsed = blobPutResponseSchema.safeParse(await answer.json().catch(() => undefined));
  if (!parsed.success) throw new GatewayAnswerError({ url: target, reason: "it is not that of a stored blob" });
  return parsed.data;
}

function sendBytes(
  target: string,
  bytes: Uint8Array<ArrayBuffer>,
  { onProgress, signal }: TransferOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const onAbort = () => request.abort();
    request.open("PUT", target);
    request.withCredentials = true;
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded, bytes.length);
    request.onload = () => resolve(toResponse(request));
    request.onerror = () =>
      reject(new GatewayUnreachableError({ url: target, cause: new Error("the network failed") }));
    request.onabort = () => reject(signal?.reason);
    request.onloadend = () => signal?.removeEventListener("abort", onAbort);
    signal?.addEventListener("abort", onAbort, { once: true });
    request.send(bytes);
  });
}

function toResponse(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return new Response(request.responseText, { status: request.status, headers });
}
