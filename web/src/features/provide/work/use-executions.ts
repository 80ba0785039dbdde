"use client";

import { type ExecutionsQuery, executionsResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useIndexer } from "../../../lib/http/services.tsx";
import { PAGE, provideKeys } from "../queries.ts";

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
