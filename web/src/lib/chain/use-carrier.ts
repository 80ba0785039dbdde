"use client";

import { useQuery } from "@tanstack/react-query";
import { useGatewayClient } from "../http/services.tsx";
import { useAddress } from "../wallet/use-wallet.ts";
import { useBalances } from "./use-balances.ts";

/** Who carries this account's steps: the gateway, where the account holds no coin and the gateway carries at all. */
export function useCarrier(): { readonly withdrawalFee: bigint } | undefined {
  const gateway = useGatewayClient();
  const { data: balances } = useBalances(useAddress());
  const isBroke = balances?.coin === 0n;
  const { data } = useQuery({
    queryKey: ["gateway", "carrier", gateway.url],
    enabled: isBroke,
    queryFn: async ({ signal }) => (await gateway.info({ signal })).carrier ?? null,
    staleTime: 60_000,
  });
  return isBroke ? (data ?? undefined) : undefined;
}
