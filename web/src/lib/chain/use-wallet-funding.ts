"use client";

import { FUNDINGS } from "@computehive/protocol/order-choices";
import { useQuery } from "@tanstack/react-query";
import { useHive } from "./use-hive.ts";

/**
 * The `funding` of an order that the wallet pays by one signature, by what the market's token can do on this chain: null where it
 * can do nothing of the kind, undefined until it has said so.
 */
export function useWalletFunding(): number | null | undefined {
  const { publicClient, deployment } = useHive();
  const { token } = deployment.contracts;
  return useQuery({
    queryKey: ["token-capabilities", deployment.chainId, token],
    queryFn: async () => {
      const { readTokenCapabilities } = await import("@computehive/sdk/token-capabilities");
      const { authorization, permit2 } = await readTokenCapabilities(publicClient, token);
      if (authorization) return FUNDINGS.indexOf("authorization");
      return permit2 ? FUNDINGS.indexOf("permit2") : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}
