"use client";

import { eventsResponseSchema, type IndexedContract } from "@computehive/protocol/indexer-api/event";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { readAllLogs } from "@computehive/sdk/chain-logs";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Address, Hex, Log } from "viem";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useIndexer } from "../../../lib/http/services.tsx";
import type { LiveTopic } from "../../../lib/live/topics.ts";
import { useLive } from "../../../lib/live/use-live.tsx";
import { useIndexerState } from "../../../lib/services/services-state.ts";
import { type Decoded, decodeLog, ofEvent } from "../decode.ts";
import { contractsOf } from "../known-contracts.ts";
import { explorerKeys } from "../queries.ts";

/** Which events: all, those that name an address, or those of one contract. */
export type EventFilter =
  | { readonly kind: "all" }
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "contract"; readonly contract: IndexedContract };

export interface ShownEvent {
  readonly id: string;
  readonly decoded: Decoded;
  readonly block: number;
  /** Unix seconds; nothing where it was read from the chain's logs. */
  readonly at: number | undefined;
  readonly transaction: Hex;
}

/** How far back the plain RPC is asked where the indexer cannot be. */
export const FALLBACK_BLOCKS = 5_000;
const A_PAGE = 25;
const MOST_FROM_CHAIN = 200;

/** Events from the indexer; straight from the chain's newest blocks where the indexer is away. */
export function useEvents(filter: EventFilter) {
  const isAway = useIndexerState().kind === "away";
  const indexed = useIndexedEvents(filter, !isAway);
  const mustFallBack = isAway || (indexed.isError && !indexed.data);
  const fromChain = useChainEvents(filter, mustFallBack);
  const key = explorerKeys.events(filter);
  useLive(topicsOf(filter), { keys: [key] });
  if (mustFallBack) {
    return {
      source: "chain" as const,
      events: fromChain.data,
      query: fromChain,
      hasMore: false,
      isLoadingMore: false,
      loadMore: () => {},
    };
  }
  return {
    source: "indexer" as const,
    events: indexed.data?.pages.flat(),
    query: indexed,
    hasMore: indexed.hasNextPage,
    isLoadingMore: indexed.isFetchingNextPage,
    loadMore: () => void indexed.fetchNextPage(),
  };
}

function topicsOf(filter: EventFilter): LiveTopic[] {
  if (filter.kind === "address") return [`account:${filter.address.toLowerCase() as Address}`];
  return filter.kind === "contract" ? [`contract:${filter.contract}`] : ["all"];
}

function useIndexedEvents(filter: EventFilter, enabled: boolean) {
  const indexer = useIndexer();
  const { deployment } = useHive();
  const contracts = contractsOf(deployment);
  return useInfiniteQuery({
    queryKey: explorerKeys.events(filter),
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: A_PAGE,
        ...(pageParam && { cursor: pageParam }),
        ...(filter.kind === "address" && { address: filter.address }),
        ...(filter.kind === "contract" && { contract: filter.contract }),
      };
      const page = await indexer.get(indexerRoutes.events(query), eventsResponseSchema, { signal });
      const shown = page.items.flatMap(({ eventId, contract: key, name, args, place }): ShownEvent[] => {
        const contract = contracts.find((one) => one.key === key);
        if (!contract) return [];
        const { block, at, transaction } = place;
        return [{ id: eventId, decoded: ofEvent(contract, name, args), block, at, transaction }];
      });
      return Object.assign(shown, { next: page.next });
    },
    getNextPageParam: (page) => page.next,
  });
}

function useChainEvents(filter: EventFilter, enabled: boolean) {
  const { publicClient, deployment } = useHive();
  return useQuery({
    queryKey: [...explorerKeys.events(filter), "chain"],
    enabled,
    queryFn: async ({ signal }): Promise<ShownEvent[]> => {
      const head = await publicClient.getBlockNumber({ cacheTime: 0 });
      const fromBlock = head > BigInt(FALLBACK_BLOCKS) ? head - BigInt(FALLBACK_BLOCKS) : 0n;
      const wanted = contractsOf(deployment).filter(({ key }) => filter.kind !== "contract" || key === filter.contract);
      const logs = await Promise.all(
        wanted.map(({ address }) => readAllLogs(publicClient, { address, fromBlock, toBlock: head, signal })),
      );
      return logs
        .flat()
        .filter((log) => filter.kind !== "address" || mentions(log, filter.address))
        .sort((a, b) => Number(b.blockNumber - a.blockNumber) || b.logIndex - a.logIndex)
        .slice(0, MOST_FROM_CHAIN)
        .flatMap((log) => {
          const decoded = decodeLog(deployment, log);
          return decoded ? [shownLog(log, decoded)] : [];
        });
    },
  });
}

type MinedLog = Log<bigint, number, false>;

function shownLog({ blockNumber, logIndex, transactionHash }: MinedLog, decoded: Decoded): ShownEvent {
  const block = Number(blockNumber);
  return { id: `${block}-${logIndex}`, decoded, block, at: undefined, transaction: transactionHash };
}

function mentions({ address, topics, data }: MinedLog, wanted: Address): boolean {
  const digits = wanted.slice(2).toLowerCase();
  return (
    address.toLowerCase().endsWith(digits) || [...topics, data].some((part) => part.toLowerCase().includes(digits))
  );
}
