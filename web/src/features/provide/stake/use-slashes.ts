"use client";

import { eventsResponseSchema, type IndexedEvent } from "@computehive/protocol/indexer-api/event";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import type { ApiClient } from "../../../lib/http/api-client.ts";
import { useIndexer } from "../../../lib/http/services.tsx";
import { provideKeys } from "../queries.ts";
import { type Slash, slashOf } from "./slashes.ts";

/** Events of one question; few of staking's are slashes. */
const PAGE = 200;

/** What was taken from a provider's stake, newest first. Staking's events are read page by page. */
export function useSlashes(provider: Address) {
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: provideKeys.of(provider, "slashes"),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }): Promise<{ items: Slash[]; next?: string | undefined }> => {
      const query = { address: provider, contract: "staking" as const, limit: PAGE };
      const path = indexerRoutes.events({ ...query, ...(pageParam && { cursor: pageParam }) });
      const { items, next } = await indexer.get(path, eventsResponseSchema, { signal });
      const slashes = items.filter((event) => isSlashOf(event, provider));
      return { items: await Promise.all(slashes.map((event) => withReason(indexer, event, signal))), next };
    },
    getNextPageParam: ({ next }) => next,
  });
}

function isSlashOf({ name, args }: IndexedEvent, provider: Address): boolean {
  return name === "Slashed" && String(args["provider"]).toLowerCase() === provider.toLowerCase();
}

async function withReason(indexer: ApiClient, event: IndexedEvent, signal: AbortSignal): Promise<Slash> {
  const path = indexerRoutes.events({ transaction: event.place.transaction, limit: PAGE });
  const { items } = await indexer.get(path, eventsResponseSchema, { signal });
  return slashOf(event, items);
}
