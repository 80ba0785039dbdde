"use client";

import { FUNDINGS } from "@computehive/protocol/order-choices";
import { useQuery } from "@tanstack/react-query";
import { useAddress } from "../wallet/use-wallet.ts";
import { useHive } from "./use-hive.ts";

/**
 * The `funding` of an order that the wallet pays by one signature, by what the market's token can do on this chain: null where it
 * can do nothing of the kind, or only by Permit2 and the wallet has not approved that for `needed`; undefined until it has said so.
 */
export function useWalletFunding(needed: bigint): number | null | undefined {
  const { publicClient, deployment } = useHive();
  const { token } = deployment.contracts;
  const owner = useAddress();
  const { data: capabilities } = useQuery({
    queryKey: ["token-capabilities", deployment.chainId, token],
    queryFn: async () => {
      const { readTokenCapabilities } = await import("@computehive/sdk/token-capabilities");
      return readTokenCapabilities(publicClient, token);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isByPermit2 = capabilities !== undefined && !capabilities.authorization && capabilities.permit2;
  const { data: allowance } = useQuery({
    queryKey: ["permit2-allowance", deployment.chainId, token, owner],
    queryFn: async () => {
      const { readPermit2Allowance } = await import("@computehive/sdk/token-capabilities");
      return owner ? readPermit2Allowance(publicClient, { token, owner }) : 0n;
    },
    enabled: isByPermit2,
  });
  if (!capabilities) return undefined;
  if (capabilities.authorization) return FUNDINGS.indexOf("authorization");
  if (!isByPermit2) return null;
  return allowance === undefined
    ? undefined
    : allowance > 0n && allowance >= needed
      ? FUNDINGS.indexOf("permit2")
      : null;
}
