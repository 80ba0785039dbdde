"use client";

import { eventsResponseSchema } from "@computehive/protocol/indexer-api/event";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "../../lib/chain/use-hive.ts";
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

const ROLES = ["buyer", "provider", "node"] as const;
export type Role = (typeof ROLES)[number];

/** The newest ones: a role that an address had only before these is not shown. */
const EVENTS_ASKED = 200;

/** What an address is on this market, by the newest events that name it. */
export function useRoles(address: Address) {
  const indexer = useIndexer();
  const wanted = address.toLowerCase();
  return useQuery({
    queryKey: [...explorerKeys.address(address), "roles"],
    queryFn: async ({ signal }): Promise<Role[]> => {
      const path = indexerRoutes.events({ address, limit: EVENTS_ASKED });
      const { items } = await indexer.get(path, eventsResponseSchema, { signal });
      return ROLES.filter((role) => items.some(({ touches }) => touches[role]?.toLowerCase() === wanted));
    },
  });
}
