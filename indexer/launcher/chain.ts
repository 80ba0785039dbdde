import type { Hex } from "viem";
import { BlockNotFoundError, createPublicClient, http } from "viem";

const TIMEOUT_MS = 5_000;

/** What the launcher asks of the chain. Rejects where the RPC does not answer. */
export interface Chain {
  head(): Promise<number>;
  /** Nothing where the chain has no such block. */
  hashOf(block: number): Promise<Hex | undefined>;
}

export function createChain(rpcUrl: string): Chain {
  const client = createPublicClient({
    transport: http(rpcUrl, { timeout: TIMEOUT_MS, retryCount: 0 }),
    cacheTime: 0,
  });
  return {
    head: async () => Number(await client.getBlockNumber()),
    async hashOf(block) {
      try {
        return (await client.getBlock({ blockNumber: BigInt(block) })).hash;
      } catch (error) {
        if (error instanceof BlockNotFoundError) return undefined;
        throw error;
      }
    },
  };
}
