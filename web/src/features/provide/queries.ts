"use client";

import type { NodeResponse } from "@computehive/protocol/api/node";
import { eventsResponseSchema } from "@computehive/protocol/indexer-api/event";
import { offersResponseSchema } from "@computehive/protocol/indexer-api/offer";
import {
  type IndexedProvider,
  nodeResponseSchema,
  nodesResponseSchema,
  providerResponseSchema,
} from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
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
/** Rows of a page of a long list. */
export const PAGE = 50;
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

/** All rows of the pages that were read. */
export function rowsOf<row>(data: { readonly pages: readonly { readonly items: readonly row[] }[] } | undefined) {
  return data?.pages.flatMap(({ items }) => items);
}

function nullWhereUnknown(error: unknown): null {
  if (isNotFound(error)) return null;
  throw error;
}
