"use client";

import { apiKeysResponseSchema } from "@computehive/protocol/api/api-key";
import { quotaResponseSchema } from "@computehive/protocol/api/quota";
import { routes } from "@computehive/protocol/api/routes";
import { sessionsResponseSchema } from "@computehive/protocol/api/session";
import { accountResponseSchema } from "@computehive/protocol/indexer-api/account";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "../../lib/chain/use-hive.ts";
import { useGateway, useIndexer } from "../../lib/http/services.tsx";
import { mineKey } from "../../lib/session/use-sign-out.ts";

export const accountKeys = {
  all: (owner: Address) => ["account", owner.toLowerCase()] as const,
  of: (owner: Address, ...what: readonly unknown[]) => [...accountKeys.all(owner), ...what] as const,
  sessions: (owner: Address) => mineKey(owner, "sessions"),
  quota: (owner: Address) => mineKey(owner, "quota"),
  apiKeys: (owner: Address) => mineKey(owner, "api-keys"),
  manifests: (owner: Address) => mineKey(owner, "saved-manifests", "pages"),
};

const PAGE = 25;
const WHOLE = 200;

/** Operators and movements as the indexer tells them, newest first, page by page. */
export function useAccountHistory(owner: Address) {
  const indexer = useIndexer();
  return useInfiniteQuery({
    queryKey: accountKeys.of(owner, "history"),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      indexer.get(
        indexerRoutes.account(owner, { limit: PAGE, ...(pageParam && { cursor: pageParam }) }),
        accountResponseSchema,
        { signal },
      ),
    getNextPageParam: ({ next }) => next,
  });
}

/** What the market holds for the owner's live jobs. `isWhole`: no more jobs are live than were counted. */
export function useHeldForJobs(owner: Address) {
  const indexer = useIndexer();
  return useQuery({
    queryKey: accountKeys.of(owner, "held"),
    queryFn: async ({ signal }) => {
      // One figure: what a job may hold comes after the page.
      const { jobsResponseSchema } = await import("@computehive/protocol/indexer-api/job");
      const query = { buyer: owner, state: "open,running,submitted,disputed", limit: WHOLE };
      const { items, next } = await indexer.get(indexerRoutes.jobs(query), jobsResponseSchema, { signal });
      const amount = items.reduce((sum, { order }) => sum + order.maxPay + order.bond, 0n);
      return { amount, isWhole: next === undefined };
    },
  });
}

export function useOwnStake(owner: Address) {
  const hive = useHive();
  return useQuery({
    queryKey: accountKeys.of(owner, "stake"),
    queryFn: async () => (await import("@computehive/sdk/staking/stake")).showStake(hive, owner),
  });
}

export function useSessions(owner: Address) {
  const gateway = useGateway();
  return useQuery({
    queryKey: accountKeys.sessions(owner),
    queryFn: async ({ signal }) => (await gateway.get(routes.sessions(), sessionsResponseSchema, { signal })).sessions,
  });
}

export function useQuota(owner: Address) {
  const gateway = useGateway();
  return useQuery({
    queryKey: accountKeys.quota(owner),
    queryFn: ({ signal }) => gateway.get(routes.quota(), quotaResponseSchema, { signal }),
  });
}

export function useApiKeys(owner: Address) {
  const gateway = useGateway();
  return useQuery({
    queryKey: accountKeys.apiKeys(owner),
    queryFn: ({ signal }) => gateway.get(routes.apiKeys(), apiKeysResponseSchema, { signal }),
  });
}

export function useSavedManifests(owner: Address) {
  const gateway = useGateway();
  return useInfiniteQuery({
    queryKey: accountKeys.manifests(owner),
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      // A manifest's rules, with the words of recovery phrases, weigh more than this page.
      const { savedManifestsResponseSchema } = await import("@computehive/protocol/api/saved-manifest");
      const query = new URLSearchParams({ limit: String(PAGE), ...(pageParam && { after: pageParam }) });
      return gateway.get(`${routes.savedManifests()}?${query}`, savedManifestsResponseSchema, { signal });
    },
    getNextPageParam: ({ next }) => next,
  });
}
