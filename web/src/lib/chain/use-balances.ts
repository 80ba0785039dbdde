"use client";

import { tokenAbi } from "@computehive/protocol/token-abi";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "./use-hive.ts";

export interface Balances {
  /** The coin that transactions cost, in wei. */
  readonly coin: bigint;
  /** The market's token in the wallet, not in the escrow; smallest unit. */
  readonly token: bigint;
}

/** Query key of what `account` holds; invalidated after every transaction. */
export function balancesKey(account: Address | undefined) {
  return ["chain", "balances", account] as const;
}

/** What an account holds in its wallet. */
export function useBalances(account: Address | undefined) {
  const { publicClient, deployment } = useHive();
  const { token } = deployment.contracts;
  return useQuery({
    queryKey: balancesKey(account),
    enabled: account !== undefined,
    queryFn: async (): Promise<Balances> => {
      const address = account as Address;
      const [coin, held] = await Promise.all([
        publicClient.getBalance({ address }),
        publicClient.readContract({ address: token, abi: tokenAbi, functionName: "balanceOf", args: [address] }),
      ]);
      return { coin, token: held };
    },
    refetchInterval: 15_000,
  });
}
