"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import {
  type Block,
  BlockNotFoundError,
  type Hex,
  type Transaction,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import { useHive } from "../../lib/chain/use-hive.ts";
import { useConfig } from "../../lib/config/config-context.tsx";

export const explorerKeys = {
  blocks: ["explorer", "blocks"],
  block: (number: bigint) => ["explorer", "block", number.toString()],
  transaction: (hash: Hex) => ["explorer", "transaction", hash],
  address: (address: string) => ["explorer", "address", address.toLowerCase()],
  events: (filter: object) => ["explorer", "events", filter],
} as const;

const BLOCKS_A_PAGE = 12;

/** The newest blocks, page by page downwards. */
export function useBlocks() {
  const { publicClient } = useHive();
  const { isLocalChain } = useConfig();
  return useInfiniteQuery({
    queryKey: explorerKeys.blocks,
    initialPageParam: undefined as bigint | undefined,
    queryFn: async ({ pageParam }) => {
      const newest = pageParam ?? (await publicClient.getBlockNumber({ cacheTime: 0 }));
      const count = newest + 1n < BigInt(BLOCKS_A_PAGE) ? Number(newest + 1n) : BLOCKS_A_PAGE;
      const numbers = Array.from({ length: count }, (_, below) => newest - BigInt(below));
      return Promise.all(numbers.map((blockNumber) => publicClient.getBlock({ blockNumber })));
    },
    getNextPageParam: (page) => {
      const last = page.at(-1)?.number ?? 0n;
      return last > 0n ? last - 1n : undefined;
    },
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : isLocalChain ? 2_000 : 6_000),
  });
}

export type BlockWithTransactions = Block<bigint, true, "latest">;

/** One block with its transactions; null where the chain has none of this number. */
export function useBlock(number: bigint) {
  const { publicClient } = useHive();
  return useQuery({
    queryKey: explorerKeys.block(number),
    queryFn: () =>
      publicClient
        .getBlock({ blockNumber: number, includeTransactions: true })
        .catch(nullFor(BlockNotFoundError)) as Promise<BlockWithTransactions | null>,
  });
}

export interface TransactionView {
  readonly transaction: Transaction;
  /** Nothing while it is pending. */
  readonly receipt: TransactionReceipt | null;
  /** Of its block, Unix seconds. */
  readonly timestamp: number | undefined;
  /** Why it reverted, as an error to explain. */
  readonly failure: unknown;
}

const PENDING_MS = 2_000;

/** One transaction with its receipt; null where no node knows it. */
export function useTransactionView(hash: Hex) {
  const { publicClient } = useHive();
  return useQuery({
    queryKey: explorerKeys.transaction(hash),
    refetchInterval: ({ state }) => (state.data?.receipt === null ? PENDING_MS : false),
    queryFn: async (): Promise<TransactionView | null> => {
      const [transaction, receipt] = await Promise.all([
        publicClient.getTransaction({ hash }).catch(nullFor(TransactionNotFoundError)),
        publicClient.getTransactionReceipt({ hash }).catch(nullFor(TransactionReceiptNotFoundError)),
      ]);
      if (!transaction) return null;
      const block = receipt && (await publicClient.getBlock({ blockNumber: receipt.blockNumber }));
      const failure = receipt?.status === "reverted" ? await replay(transaction, receipt.blockNumber) : undefined;
      return { transaction, receipt, timestamp: block ? Number(block.timestamp) : undefined, failure };
    },
  });

  /** The receipt does not say why: the same call on the block before usually fails in the same way. */
  async function replay({ from, to, input, value }: Transaction, blockNumber: bigint): Promise<unknown> {
    try {
      await publicClient.call({ account: from, to, data: input, value, blockNumber: blockNumber - 1n });
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

function nullFor(expected: new (...args: never[]) => Error) {
  return (error: unknown): null => {
    if (error instanceof expected) return null;
    throw error;
  };
}
