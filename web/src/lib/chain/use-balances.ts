"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import type { Balances } from "./read-balances.ts";
import { useHive } from "./use-hive.ts";

export type { Balances };

/** Query key of what `account` holds; invalidated after every transaction. */
export function balancesKey(account: Address | undefined) {
  return ["chain", "balances", account] as const;
}

const ASK_MS = 15_000;

/** What an account holds in its wallet. */
export function useBalances(account: Address | undefined) {
  const hive = useHive();
  return useQuery({
    queryKey: balancesKey(account),
    enabled: account !== undefined,
    queryFn: async (): Promise<Balances> => {
      const { readBalances } = await import("./read-balances.ts");
      return readBalances(hive, account as Address);
    },
    refetchInterval: ASK_MS,
  });
}
