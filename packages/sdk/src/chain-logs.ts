import { type Address, formatLog, type Hex, type Log, numberToHex, type PublicClient, type RpcLog } from "viem";
import { DEFAULT_RETRY, type RetryPolicy, retry } from "./retry.ts";
import { isTransientRpcError } from "./rpc-errors.ts";

export interface LogQuery {
  readonly address: Address | readonly Address[];
  /** As `eth_getLogs` takes them: null for any, a list for one of. */
  readonly topics?: readonly (Hex | readonly Hex[] | null)[];
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  readonly signal?: AbortSignal | undefined;
  readonly policy?: RetryPolicy;
}

/** Most blocks asked for at once; endpoints that allow fewer are asked for fewer. */
const LARGEST_RANGE = 50_000n;
const SMALLEST_RANGE = 1n;

/**
 * Reads logs in ranges of blocks, in order. A range that the endpoint refuses is halved; one that fails for a while is asked
 * for again.
 */
export async function* readLogs(
  publicClient: PublicClient,
  query: LogQuery,
): AsyncGenerator<Log<bigint, number, false>[]> {
  let range = LARGEST_RANGE;
  let from = query.fromBlock;
  while (from <= query.toBlock) {
    const to = from + range - 1n < query.toBlock ? from + range - 1n : query.toBlock;
    const logs = await readRange(publicClient, query, from, to).catch((error: unknown) => {
      if (query.signal?.aborted || range <= SMALLEST_RANGE || isTransientRpcError(error)) throw error;
      return undefined;
    });
    if (!logs) {
      range /= 2n;
      continue;
    }
    yield logs;
    from = to + 1n;
  }
}

/** All logs of the query. */
export async function readAllLogs(publicClient: PublicClient, query: LogQuery): Promise<Log<bigint, number, false>[]> {
  const all: Log<bigint, number, false>[] = [];
  for await (const logs of readLogs(publicClient, query)) all.push(...logs);
  return all;
}

async function readRange(
  publicClient: PublicClient,
  { address, topics = [], signal, policy = DEFAULT_RETRY }: LogQuery,
  from: bigint,
  to: bigint,
): Promise<Log<bigint, number, false>[]> {
  const filter = {
    address: address as Address | Address[],
    topics: topics as (Hex | Hex[] | null)[],
    fromBlock: numberToHex(from),
    toBlock: numberToHex(to),
  };
  const logs: readonly RpcLog[] = await retry(() => publicClient.request({ method: "eth_getLogs", params: [filter] }), {
    policy,
    signal,
    isTransient: isTransientRpcError,
  });
  return logs.map((log) => formatLog(log) as Log<bigint, number, false>);
}
