import { createRpc, type Rpc } from "../rpc.ts";

export interface Acknowledged {
  readonly block: number;
  readonly hash: string;
  /** Milliseconds on the monotonic clock when the sender had the receipt. */
  readonly at: number;
}

/** For tests: sends payments one after the other until the chain is killed; answers every one that had a receipt. */
export async function payUntilKilled(url: string, signal: AbortSignal): Promise<Acknowledged[]> {
  const rpc = createRpc(url);
  const [from] = await rpc<[string]>("eth_accounts");
  const acknowledged: Acknowledged[] = [];
  while (!signal.aborted) {
    const receipt = await pay(rpc, from).catch(() => undefined);
    if (!receipt) return acknowledged;
    acknowledged.push({ block: Number(receipt.blockNumber), hash: receipt.blockHash, at: performance.now() });
  }
  return acknowledged;
}

async function pay(rpc: Rpc, from: string): Promise<{ blockNumber: string; blockHash: string }> {
  const hash = await rpc<string>("eth_sendTransaction", [{ from, to: from, value: "0x1", gas: "0x5208" }]);
  for (;;) {
    const receipt = await rpc<{ blockNumber: string; blockHash: string } | null>("eth_getTransactionReceipt", [hash]);
    if (receipt) return receipt;
  }
}

/** How many of `acknowledged` the chain still has. They are lost from the end only: a gap is an error. */
export async function countSurvivors(url: string, acknowledged: readonly Acknowledged[]): Promise<number> {
  const rpc = createRpc(url);
  const has = async ({ block, hash }: Acknowledged) => {
    const found = await rpc<{ hash: string } | null>("eth_getBlockByNumber", [`0x${block.toString(16)}`, false]);
    return found?.hash === hash;
  };
  let low = 0;
  let high = acknowledged.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await has(acknowledged[middle] as Acknowledged)) low = middle + 1;
    else high = middle;
  }
  return low;
}
