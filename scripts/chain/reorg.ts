import { createRpc, type Rpc } from "./rpc.ts";

export interface Reorg {
  /** The last block that both histories share. */
  readonly ancestor: bigint;
  /** Hashes of the blocks that are gone, oldest first. */
  readonly dropped: readonly string[];
  /** Hashes of what stands in their place; empty for a chain that became shorter. */
  readonly added: readonly string[];
}

/** A transaction to put into the new history, and the offset (0 is the first replaced block) of the block that carries it. */
export type ReplacementTransaction = readonly [
  transaction: { from: string; to: string; data?: string; value?: string },
  block: number,
];

/**
 * For tests: replaces the newest `depth` blocks of a local chain by as many others. Transactions of the replaced blocks
 * are gone from the chain and the pool, and their senders' nonces fall back. Works for depths that anvil holds in memory
 * (128 blocks since its start; fewer after a restart).
 */
export function reorg(
  url: string,
  depth: number,
  replacements: readonly ReplacementTransaction[] = [],
): Promise<Reorg> {
  return comparingHistories(url, depth, (rpc) => rpc("anvil_reorg", [depth, replacements]));
}

/** For tests: takes the newest `depth` blocks away, so that the chain is shorter than what its readers have seen. */
export function rollBack(url: string, depth: number): Promise<Reorg> {
  return comparingHistories(url, depth, (rpc) => rpc("anvil_rollback", [depth]));
}

/** A block may be mined between looking and acting: the ancestor is what both looks agree on, not arithmetic. */
async function comparingHistories(url: string, depth: number, act: (rpc: Rpc) => Promise<unknown>): Promise<Reorg> {
  const rpc = createRpc(url);
  const head = Number(await rpc<string>("eth_blockNumber"));
  const first = Math.max(0, head - depth);
  const before = await blockHashes(rpc, first, head);
  await act(rpc);
  const after = await blockHashes(rpc, first, Number(await rpc<string>("eth_blockNumber")));
  const shared = before.findIndex((hash, index) => hash !== after[index]);
  const kept = shared === -1 ? before.length : shared;
  return { ancestor: BigInt(first + kept - 1), dropped: before.slice(kept), added: after.slice(kept) };
}

async function blockHashes(rpc: Rpc, from: number, to: number): Promise<string[]> {
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `0x${(from + index).toString(16)}`);
  const blocks = await Promise.all(
    numbers.map((number) => rpc<{ hash: string }>("eth_getBlockByNumber", [number, false])),
  );
  return blocks.map(({ hash }) => hash);
}
