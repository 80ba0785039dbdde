"use client";

import { nodesResponseSchema as heardSchema } from "@computehive/protocol/api/node";
import { routes } from "@computehive/protocol/api/routes";
import { pricesResponseSchema } from "@computehive/protocol/indexer-api/book";
import { LARGEST_PAGE } from "@computehive/protocol/indexer-api/common";
import { type IndexedOffer, offersResponseSchema } from "@computehive/protocol/indexer-api/offer";
import {
  type IndexedNode,
  type IndexedProvider,
  nodesResponseSchema,
  providersResponseSchema,
} from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { z } from "zod";
import type { ApiClient } from "../../../lib/http/api-client.ts";
import { useGateway, useIndexer } from "../../../lib/http/services.tsx";
import { useLive } from "../../../lib/live/use-live.tsx";
import type { Candidate } from "./candidates.ts";

const ASK_MS = 15_000;
/** Pages of each list that are read at most: the nearest five thousand. */
const MOST_PAGES = 25;
/** Prices that a suggestion looks back on. */
const LOOKED_BACK = 50;

const marketKey = (resourceClass: string) => ["indexer", "market", resourceClass] as const;

/** Nodes and offers of a class as everybody can see them, with what was settled lately. */
export function useMarket(resourceClass: string) {
  const indexer = useIndexer();
  const gateway = useGateway();
  const chain = useQuery({
    queryKey: marketKey(resourceClass),
    queryFn: ({ signal }) => readMarket(indexer, resourceClass, signal),
    refetchInterval: ASK_MS,
  });
  const heard = useQuery({
    queryKey: ["gateway", "nodes"],
    queryFn: ({ signal }) => gateway.get(routes.nodes(), heardSchema, { signal }),
    refetchInterval: ASK_MS,
  });
  useLive([`class:${resourceClass}`, "contract:staking"], { keys: [marketKey(resourceClass)] });
  const candidates = useMemo(
    () => chain.data && candidatesOf(chain.data, heard.data?.nodes ?? []),
    [chain.data, heard.data],
  );
  return { chain, heard, candidates, settled: chain.data?.settled ?? [] };
}

interface Market {
  readonly nodes: readonly IndexedNode[];
  readonly offers: readonly IndexedOffer[];
  readonly providers: readonly IndexedProvider[];
  readonly settled: z.output<typeof pricesResponseSchema>["items"];
}

async function readMarket(indexer: ApiClient, resourceClass: string, signal: AbortSignal): Promise<Market> {
  const limit = LARGEST_PAGE;
  const [nodes, offers, providers, prices] = await Promise.all([
    readAll((page) =>
      indexer.get(indexerRoutes.nodes({ resourceClass, limit, ...page }), nodesResponseSchema, { signal }),
    ),
    readAll((page) =>
      indexer.get(indexerRoutes.offers({ resourceClass, open: "true", limit, ...page }), offersResponseSchema, {
        signal,
      }),
    ),
    readAll((page) => indexer.get(indexerRoutes.providers({ limit, ...page }), providersResponseSchema, { signal })),
    indexer.get(indexerRoutes.prices({ resourceClass, unitKind: "fuel", limit: LOOKED_BACK }), pricesResponseSchema, {
      signal,
    }),
  ]);
  return { nodes, offers, providers, settled: prices.items };
}

interface Paged<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

async function readAll<T>(read: (page: { cursor?: string }) => Promise<Paged<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await read(cursor === undefined ? {} : { cursor });
    items.push(...answer.items);
    if (answer.next === undefined) break;
    cursor = answer.next;
  }
  return items;
}

type HeardNodes = z.output<typeof heardSchema>["nodes"];

/** Retired nodes are none; every other one is there, so that what excludes it can be told. */
function candidatesOf({ nodes, offers, providers }: Market, heard: HeardNodes): Candidate[] {
  const byNode = Map.groupBy(
    offers.filter(({ unitKind }) => unitKind === "fuel"),
    ({ node }) => node,
  );
  const byProvider = new Map(providers.map((provider) => [provider.provider, provider]));
  const beats = new Map(heard.map((one) => [one.heartbeat.node.toLowerCase(), one]));
  return nodes
    .filter(({ state }) => state !== "retired")
    .map((node) => ({
      node,
      offers: byNode.get(node.node) ?? [],
      provider: byProvider.get(node.provider),
      heard: beats.get(node.node),
    }));
}
