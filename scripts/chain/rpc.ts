import { ComputeHiveError } from "@computehive/protocol/error";

export type Rpc = <Result>(method: string, params?: readonly unknown[], signal?: AbortSignal) => Promise<Result>;

/** A JSON-RPC caller for one endpoint, without retries: what this folder needs, before any client library is configured. */
export function createRpc(url: string, { timeoutMs = 60_000 }: { timeoutMs?: number } = {}): Rpc {
  return async function rpc<Result>(
    method: string,
    params: readonly unknown[] = [],
    signal?: AbortSignal,
  ): Promise<Result> {
    const limit = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    const answer = (await response.json()) as { result?: Result; error?: { code: number; message: string } };
    if (answer.error) throw new RpcError({ method, ...answer.error });
    return answer.result as Result;
  };
}

export class RpcError extends ComputeHiveError {
  override readonly name = "RpcError";
  readonly code: number;
  constructor({ method, code, message }: { method: string; code: number; message: string }) {
    super(`The chain refused ${method}.`, { metaMessages: [`Reason: ${message} (${code})`] });
    this.code = code;
  }
}
