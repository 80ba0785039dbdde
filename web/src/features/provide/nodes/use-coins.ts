"use client";

import { useQueries } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "../../../lib/chain/use-hive.ts";

/** Milliseconds. */
const ASK_MS = 15_000;

/** What each of `accounts` holds of the chain's coin, in wei. */
export function useCoins(accounts: readonly Address[]): ReadonlyMap<string, bigint> {
  const { publicClient } = useHive();
  const answers = useQueries({
    queries: accounts.map((address) => ({
      queryKey: ["chain", "coin", address.toLowerCase()] as const,
      queryFn: () => publicClient.getBalance({ address }),
      refetchInterval: ASK_MS,
    })),
  });
  return new Map(
    accounts.flatMap((address, index) => {
      const held = answers[index]?.data;
      return held === undefined ? [] : [[address.toLowerCase(), held] as const];
    }),
  );
}
