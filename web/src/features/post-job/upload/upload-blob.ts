import { type BlobPutResponse, blobPutResponseSchema } from "@computehive/protocol/api/blob";
import { errorBodySchema } from "@computehive/protocol/api/error-body";
import { routes } from "@computehive/protocol/api/routes";
import { ApiAnswerError, ApiRefusedError, ApiUnreachableError } from "../../../lib/http/api-errors.ts";

export interface UploadBlob {
  readonly gatewayUrl: string;
  readonly cid: string;
  readonly bytes: Uint8Array;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/** A connection on which nothing moves for so long is given up, milliseconds. */
const STALLED_AFTER = 30_000;

/** Stores bytes at the gateway with the session's cookie. XMLHttpRequest: `fetch` does not tell how far an upload is. */
export function uploadBlob({ gatewayUrl, cid, bytes, signal, onProgress }: UploadBlob): Promise<BlobPutResponse> {
  const url = gatewayUrl + routes.blob(cid);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;
    const stop = () => request.abort();
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(stop, STALLED_AFTER);
    };
    const end = (settle: () => void) => {
      clearTimeout(stalled);
      signal.removeEventListener("abort", stop);
      settle();
    };
    const away = () =>
      reject(signal.aborted ? signal.reason : new ApiUnreachableError({ service: "gateway", url, cause: undefined }));
    request.upload.onprogress = ({ loaded }) => {
      alive();
      onProgress(loaded);
    };
    request.onload = () => end(() => settleAnswer(request, { url, resolve, reject }));
    request.onerror = () => end(away);
    request.onabort = () => end(away);
    signal.throwIfAborted();
    signal.addEventListener("abort", stop, { once: true });
    request.open("PUT", url);
    request.withCredentials = true;
    request.setRequestHeader("content-type", "application/octet-stream");
    alive();
    request.send(bytes as Uint8Array<ArrayBuffer>);
  });
}

interface Settling {
  readonly url: string;
  readonly resolve: (stored: BlobPutResponse) => void;
  readonly reject: (error: Error) => void;
}

function settleAnswer({ status, responseText }: XMLHttpRequest, { url, resolve, reject }: Settling): void {
  const body = parseJson(responseText);
  const isGood = status >= 200 && status < 300;
  const stored = blobPutResponseSchema.safeParse(body);
  if (isGood && stored.success) resolve(stored.data);
  else if (isGood) reject(new ApiAnswerError({ service: "gateway", url, reason: stored.error?.message ?? "" }));
  else {
    const { data } = errorBodySchema.safeParse(body);
    reject(new ApiRefusedError({ service: "gateway", status, error: data?.error }));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
