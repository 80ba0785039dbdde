"use client";

import type { Address } from "viem";
import { useConnection } from "wagmi";
import { useConfig } from "../config/config-context.tsx";
import { DEV_WALLET_ID } from "../dev-wallet/identity.ts";

export type WalletState =
  /** Nobody is connected. */
  | { readonly kind: "none" }
  | {
      readonly kind: "connected";
      readonly address: Address;
      /** The wallet has not answered yet since the page was loaded; the address is that of the last visit. */
      readonly isReconnecting: boolean;
      readonly chainId: number | undefined;
      readonly isWrongChain: boolean;
      readonly walletName: string;
      readonly isDevWallet: boolean;
    };

/** Who is here. Shows the address of the last visit from the first picture on, so that a reload does not flash. */
export function useWallet(): WalletState {
  const { deployment } = useConfig();
  const { address, status, chainId, connector } = useConnection();
  if (!address || (status !== "connected" && status !== "reconnecting")) return { kind: "none" };
  const isReconnecting = status === "reconnecting";
  return {
    kind: "connected",
    address,
    isReconnecting,
    chainId,
    isWrongChain: !isReconnecting && chainId !== deployment.chainId,
    walletName: connector?.name ?? "Wallet",
    isDevWallet: __DEV_WALLET__ && connector?.id === DEV_WALLET_ID,
  };
}

/** The connected address, if any. */
export function useAddress(): Address | undefined {
  const wallet = useWallet();
  return wallet.kind === "connected" ? wallet.address : undefined;
}
