"use client";

import { bookResponseSchema } from "@computehive/protocol/indexer-api/book";
import { offerResponseSchema, offersResponseSchema } from "@computehive/protocol/indexer-api/offer";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import { useIndexer } from "../../../lib/http/services.tsx";
import { useLive } from "../../../lib/live/use-live.tsx";
import { PAGE, provideKeys } from "../queries.ts";

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
