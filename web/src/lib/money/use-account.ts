"use client";

import type { AccountView } from "@computehive/sdk/account/show-account";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "../chain/use-hive.ts";
import { useLive } from "../live/use-live.tsx";

/** Query key of an owner's account in the escrow, with its operators. */
export function accountKey(owner: Address | undefined) {
  return ["chain", "account", owner?.toLowerCase()] as const;
}

/** Where the indexer is away, the chain is asked in this rhythm. Milliseconds. */
const ASK_MS = 15_000;

/** An owner's money as the chain has it: free money, wallet, coin, and what market and staking may draw. */
export function useAccount(owner: Address | undefined) {
  const hive = useHive();
  const queryKey = accountKey(owner);
  useLive(owner ? [`account:${owner}`] : [], { keys: [queryKey] });
  return useQuery({
    queryKey,
    enabled: owner !== undefined,
    queryFn: async (): Promise<AccountView> => {
      const { showAccount } = await import("@computehive/sdk/account/show-account");
      return showAccount(hive, owner as Address);
    },
    refetchInterval: ASK_MS,
  });
}
