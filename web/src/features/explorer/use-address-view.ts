"use client";

import { jobsResponseSchema } from "@computehive/protocol/indexer-api/job";
import { nodeResponseSchema, providerResponseSchema } from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "../../lib/chain/use-hive.ts";
import { isNotFound } from "../../lib/http/api-errors.ts";
import { useIndexer } from "../../lib/http/services.tsx";
import { explorerKeys } from "./queries.ts";

/** What the chain alone knows of an address. */
export function useAddressView(address: Address) {
  const hive = useHive();
  return useQuery({
    queryKey: explorerKeys.address(address),
    queryFn: async () => {
      const { showAccount } = await import("@computehive/sdk/account/show-account");
      const { publicClient } = hive;
      const [account, code, nonce] = await Promise.all([
        showAccount(hive, address),
        publicClient.getCode({ address }),
        publicClient.getTransactionCount({ address }),
      ]);
      return { ...account, isContract: code !== undefined && code !== "0x", nonce };
    },
    refetchInterval: 15_000,
  });
}

export type Role = "buyer" | "provider" | "node";

/** What an address is on this market, by the indexer. */
export function useRoles(address: Address) {
  const indexer = useIndexer();
  return useQuery({
    queryKey: [...explorerKeys.address(address), "roles"],
    queryFn: async ({ signal }): Promise<Role[]> => {
      const options = { signal };
      const [jobs, provider, node] = await Promise.all([
        indexer.get(indexerRoutes.jobs({ buyer: address, limit: 1 }), jobsResponseSchema, options),
        indexer.get(indexerRoutes.provider(address), providerResponseSchema, options).catch(undefinedIfNotFound),
        indexer.get(indexerRoutes.node(address), nodeResponseSchema, options).catch(undefinedIfNotFound),
      ]);
      const roles: (Role | false)[] = [
        jobs.items.length > 0 && "buyer",
        provider !== undefined && "provider",
        node !== undefined && "node",
      ];
      return roles.filter((role) => role !== false);
    },
  });
}

function undefinedIfNotFound(error: unknown): undefined {
  if (isNotFound(error)) return undefined;
  throw error;
}
