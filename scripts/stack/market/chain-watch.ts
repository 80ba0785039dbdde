import { wait } from "@computehive/sdk/retry";
import type { Hex, PublicClient } from "viem";
import { publicClientOf } from "./clients.ts";

export interface ChainWatchOptions {
  /**
   * The chain no longer holds a block that it held: it went back, or is another one. Called again after a pause until it succeeds.
   */
  onWentBack(): Promise<void>;
  readonly signal: AbortSignal;
}

const LOOK_MS = 1_000;

/** Remembers the newest block by hash and looks again and again whether the chain still holds it. */
export async function watchChain(rpcUrl: string, { onWentBack, signal }: ChainWatchOptions): Promise<void> {
  const client = publicClientOf(rpcUrl);
  let known = await newestBlock(client).catch(() => undefined);
  while (!signal.aborted) {
    await wait(LOOK_MS, signal).catch(() => undefined);
    if (signal.aborted) return;
    try {
      // The new mark is set before the repair: what moves during it is noticed the next time.
      const newest = await newestBlock(client);
      if (known && !(await holds(client, known))) await onWentBack();
      known = newest;
    } catch {
      // A chain that is being restarted does not answer for a moment: the next look tries again.
    }
  }
}

interface Mark {
  readonly number: bigint;
  readonly hash: Hex;
}

async function newestBlock(client: PublicClient): Promise<Mark> {
  const { number, hash } = await client.getBlock({ blockTag: "latest" });
  return { number, hash };
}

async function holds(client: PublicClient, { number, hash }: Mark): Promise<boolean> {
  const head = await client.getBlockNumber({ cacheTime: 0 });
  if (head < number) return false;
  return (await client.getBlock({ blockNumber: number })).hash === hash;
}
