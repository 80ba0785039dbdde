"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { balancesKey } from "./use-balances.ts";
import { useHive } from "./use-hive.ts";

const ASK_MS = 15_000;

/** How much of the market's token Permit2 may take from the owner's wallet. Its key begins like the balances': every transaction asks again. */
export function usePermit2Approved(owner: Address | undefined, isEnabled = true): bigint | undefined {
  const { publicClient, deployment } = useHive();
  const { token } = deployment.contracts;
  const { data } = useQuery({
    queryKey: [...balancesKey(owner), "permit2"],
    enabled: owner !== undefined && isEnabled,
    queryFn: async () => {
      const { readPermit2Allowance } = await import("@computehive/sdk/token-capabilities");
      return readPermit2Allowance(publicClient, { token, owner: owner as Address });
    },
    refetchInterval: ASK_MS,
  });
  return data;
}

/** What the owner's signed orders that still wait will move from its wallet; nothing where the gateway that keeps them is away. */
export function usePromisedMoney(owner: Address | undefined, isEnabled = true): bigint | undefined {
  const hive = useHive();
  const { data } = useQuery({
    queryKey: [...balancesKey(owner), "promised"],
    enabled: owner !== undefined && isEnabled,
    queryFn: async ({ signal }) => {
      const { promisedMoney } = await import("@computehive/sdk/jobs/promised-money");
      // Without the gateway no order can be left either: that is said when one is.
      return promisedMoney(hive, owner as Address, { payer: "wallet", signal }).catch(() => 0n);
    },
    refetchInterval: ASK_MS,
  });
  return data;
}
