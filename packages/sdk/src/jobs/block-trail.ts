import { BlockNotFoundError, type Hex, type PublicClient } from "viem";

interface BlockRef {
  readonly number: bigint;
  readonly hash: Hex;
}

/** Remembers blocks that were read, and finds the newest of them that the chain still has. */
export function createBlockTrail(publicClient: PublicClient, length: number) {
  const blocks: BlockRef[] = [];

  const isStillThere = async ({ number, hash }: BlockRef): Promise<boolean> => {
    try {
      return (await publicClient.getBlock({ blockNumber: number })).hash === hash;
    } catch (error) {
      if (error instanceof BlockNotFoundError) return false;
      throw error;
    }
  };

  return {
    add(block: BlockRef): void {
      while ((blocks.at(-1)?.number ?? -1n) >= block.number) blocks.pop();
      blocks.push(block);
      if (blocks.length > length) blocks.shift();
    },
    /** Number of the newest remembered block that the chain still has; forgets the later ones. Nothing where nothing is remembered. */
    async lastCommon(): Promise<bigint | undefined> {
      for (;;) {
        const newest = blocks.at(-1);
        if (!newest) return undefined;
        if (await isStillThere(newest)) return newest.number;
        // The oldest one stays as the place to begin from, one block earlier, when even it is gone.
        if (blocks.length === 1) {
          blocks.pop();
          return newest.number - 1n;
        }
        blocks.pop();
      }
    },
  };
}
