import { BaseError, HttpRequestError, LimitExceededRpcError, TimeoutError, WebSocketRequestError } from "viem";

/** Whether asking the same RPC endpoint again can help. */
export function isTransientRpcError(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const transport = error.walk(
    (cause) =>
      cause instanceof HttpRequestError ||
      cause instanceof TimeoutError ||
      cause instanceof WebSocketRequestError ||
      cause instanceof LimitExceededRpcError,
  );
  return transport !== null;
}
