"use client";

import { FUNDINGS } from "@computehive/protocol/order-choices";
import { useQuery } from "@tanstack/react-query";
import { useAddress } from "../wallet/use-wallet.ts";
import { useHive } from "./use-hive.ts";
import { usePermit2Approved, usePromisedMoney } from "./use-permit2.ts";

/** How a wallet can pay an order by one signature, by what the market's token can do on this chain. */
export type WalletFunding =
  | { readonly kind: "authorization" }
  /** `standing` is there once a wallet is connected, and the chain has answered. */
  | { readonly kind: "permit2"; readonly standing: Permit2Standing | undefined }
  | { readonly kind: "none" };

export interface Permit2Standing {
  /** What Permit2 may take from the wallet. */
  readonly approved: bigint;
  /** What signed orders that still wait will take of it. */
  readonly promised: bigint;
}

/** Nothing until the chain has answered. */
export function useWalletFunding(): WalletFunding | undefined {
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
  const approved = usePermit2Approved(owner, isByPermit2);
  const promised = usePromisedMoney(owner, isByPermit2);
  if (!capabilities) return undefined;
  if (capabilities.authorization) return { kind: "authorization" };
  if (!isByPermit2) return { kind: "none" };
  const isKnown = approved !== undefined && promised !== undefined;
  return { kind: "permit2", standing: isKnown ? { approved, promised } : undefined };
}

/** Of an order that is paid so. */
export function fundingIndexOf(funding: WalletFunding | undefined): number | undefined {
  return funding && funding.kind !== "none" ? FUNDINGS.indexOf(funding.kind) : undefined;
}
