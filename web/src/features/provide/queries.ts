"use client";

import type { NodeResponse } from "@computehive/protocol/api/node";
import { bookResponseSchema } from "@computehive/protocol/indexer-api/book";
import { eventsResponseSchema } from "@computehive/protocol/indexer-api/event";
import { type ExecutionsQuery, executionsResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { offerResponseSchema, offersResponseSchema } from "@computehive/protocol/indexer-api/offer";
import {
  type IndexedProvider,
  nodeResponseSchema,
  nodesResponseSchema,
  providerResponseSchema,
} from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { useHive } from "../../lib/chain/use-hive.ts";
import type { ApiClient } from "../../lib/http/api-client.ts";
import { isNotFound } from "../../lib/http/api-errors.ts";
import { useGatewayClient, useIndexer } from "../../lib/http/services.tsx";
import { useLive } from "../../lib/live/use-live.tsx";

/** Keys of this feature's queries. Everything of one provider lies below `all`. */
export const provideKeys = {
  all: (provider: Address) => ["provide", provider.toLowerCase()] as const,
  of: (provider: Address, ...what: readonly unknown[]) => [...provideKeys.all(provider), ...what] as const,
  book: (resourceClass: string) => ["provide-book", resourceClass] as const,
  heartbeats: ["gateway", "nodes"] as const,
};

/** The chain is asked in this rhythm where the indexer tells nothing. Milliseconds. */
const ASK_MS = 15_000;
const HEARTBEAT_MS = 5_000;
const PAGE = 50;
const WHOLE = 200;

/** Keeps everything about the provider fresh, from any page of the desk. */
export function useProviderLive(provider: Address): void {
  useLive([`provider:${provider}`], { keys: [provideKeys.all(provider)] });
}

/** Stake as the chain has it: right even while the indexer is away. */
export function useStake(provider: Address) {
  const hive = useHive();
  return useQuery({
    queryKey: provideKeys.of(provider, "stake"),
    queryFn: async () => (await import("@computehive/sdk/staking/stake")).showStake(hive, provider),
    refetchInterval: ASK_MS,
  });
}

/** What the indexer knows of the provider; null for one that never appeared. */
export function useProviderRecord(provider: Address) {
  const indexer = useIndexer();
  return useQuery({
    queryKey: provideKeys.of(provider, "record"),
    queryFn: async ({ signal }): Promise<IndexedProvider | null> => {
      if (!(await hasAppeared(indexer, provider, signal))) return null;
      return (await indexer.get(indexerRoutes.provider(provider), providerResponseSchema, { signal })).provider;
    },
  });
}

/** Asked first: browsers complain of every answer that is 404, and newcomers are no fault. */
async function hasAppeared(indexer: ApiClient, provider: Address, signal: AbortSignal): Promise<boolean> {
  const [events, offers] = await Promise.all([
    indexer.get(indexerRoutes.events({ address: provider, contract: "staking", limit: 1 }), eventsResponseSchema, {
      signal,
    }),
    indexer.get(indexerRoutes.offers({ provider, limit: 1 }), offersResponseSchema, { signal }),
  ]);
  return events.items.length > 0 || offers.items.length > 0;
}

export function useProviderNodes(provider: Address) {
  const indexer = useIndexer();
  return useQuery({
    queryKey: provideKeys.of(provider, "nodes"),
    queryFn: async ({ signal }) =>
      (await indexer.get(indexerRoutes.nodes({ provider, limit: WHOLE }), nodesResponseSchema, { signal })).items,
  });
}

/** One node, of whatever provider; null where nobody registered it. */
export function useNode(node: Address) {
  const indexer = useIndexer();
  const queryKey = ["provide-node", node.toLowerCase()] as const;
  useLive([`node:${node}`], { keys: [queryKey] });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      indexer
        .get(indexerRoutes.node(node), nodeResponseSchema, { signal })
        .then((answer) => answer.node)
        .catch(nullWhereUnknown),
  });
}

export type Heartbeats = ReadonlyMap<string, NodeResponse>;

/** What the gateway heard of nodes, by address in small letters. */
export function useHeartbeats() {
  const gateway = useGatewayClient();
  return useQuery({
    queryKey: provideKeys.heartbeats,
    queryFn: async ({ signal }): Promise<Heartbeats> => {
      const { nodes } = await gateway.nodes({ signal });
      return new Map(nodes.map((heard) => [heard.heartbeat.node.toLowerCase(), heard]));
    },
    refetchInterval: HEARTBEAT_MS,
  });
}

/** What each of `accounts` holds of the chain's coin, in wei. */
export function useCoins(accounts: readonly Address[]): ReadonlyMap<string, bigint> {
  const { publicClient } = useHive();
  const answers = useQueries({
    queries: accounts.map((address) => ({
      queryKey: ["chain", "coin", address.toLowerCase()] as const,
      queryFn: () => publicClient.getBalance({ address }),
      refetchInterval: ASK_MS,
    })),
  });
  return new Map(
    accounts.flatMap((address, index) => {
      const held = answers[index]?.data;
      return held === undefined ? [] : [[address.toLowerCase(), held] as const];
    }),
  );
}

/** Offers of a provider, newest first, page by page. */
export function useOffers(provider: Address, { onlyOpen, node }: { onlyOpen: boolean; node?: Address }) {
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: provideKeys.of(provider, "offers", { onlyOpen, node }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { provider, limit: PAGE, ...(node && { node }), ...(onlyOpen && { open: "true" as const }) };
      const path = indexerRoutes.offers({ ...query, ...(pageParam && { cursor: pageParam }) });
      return indexer.get(path, offersResponseSchema, { signal });
    },
    getNextPageParam: ({ next }) => next,
  });
}

export function useOffer(offerId: Hex | undefined) {
  const indexer = useIndexer();
  return useQuery({
    queryKey: ["provide-offer", offerId],
    enabled: offerId !== undefined,
    queryFn: async ({ signal }) =>
      (await indexer.get(indexerRoutes.offer(offerId as Hex), offerResponseSchema, { signal })).offer,
  });
}

/** Executions of a provider or one of its nodes, the newest claim first, page by page. */
export function useExecutions(provider: Address, query: Omit<ExecutionsQuery, "provider" | "cursor">) {
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: provideKeys.of(provider, "executions", query),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      indexer.get(
        indexerRoutes.executions({ limit: PAGE, ...query, provider, ...(pageParam && { cursor: pageParam }) }),
        executionsResponseSchema,
        { signal },
      ),
    getNextPageParam: ({ next }) => next,
  });
}

/** All rows of the pages that were read. */
export function rowsOf<row>(data: { readonly pages: readonly { readonly items: readonly row[] }[] } | undefined) {
  return data?.pages.flatMap(({ items }) => items);
}

/** The book of a class: enough of it to see where a price would stand. */
export function useMarket(resourceClass: string) {
  const indexer = useIndexer();
  const queryKey = provideKeys.book(resourceClass);
  const isName = /^[\x21-\x2b\x2d-\x7e]{1,32}$/.test(resourceClass);
  useLive(isName ? [`class:${resourceClass}`] : [], { keys: [queryKey] });
  return useQuery({
    queryKey,
    enabled: isName,
    queryFn: ({ signal }) =>
      indexer.get(indexerRoutes.book({ resourceClass, unitKind: "fuel" }), bookResponseSchema, { signal }),
  });
}

function nullWhereUnknown(error: unknown): null {
  if (isNotFound(error)) return null;
  throw error;
}
