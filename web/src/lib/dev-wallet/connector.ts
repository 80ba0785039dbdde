import type { EIP1193Provider } from "viem";
import { injected } from "wagmi";
import type { PublicConfig } from "../config/public-config.ts";
import { DEV_WALLET_ID, DEV_WALLET_NAME, isDevWalletOn } from "./identity.ts";

/** The developer wallet as wagmi sees it. Keys and signatures are code of their own, fetched when first needed. */
export function devWalletConnector({ rpcUrl, deployment }: PublicConfig) {
  let provider: EIP1193Provider | undefined;
  return injected({
    target: {
      id: DEV_WALLET_ID,
      name: DEV_WALLET_NAME,
      provider: () => {
        if (typeof window === "undefined") return undefined;
        provider ??= lazyProvider({ rpcUrl, chainId: deployment.chainId });
        return provider;
      },
    },
  });
}

function lazyProvider(place: { rpcUrl: string; chainId: number }): EIP1193Provider {
  const request = async (call: { method: string; params?: unknown }) => {
    // wagmi asks on every visit whether somebody is connected: no is answered without fetching anything.
    if (call.method === "eth_accounts" && !isDevWalletOn()) return [];
    const { handleDevWallet } = await import("./handle.ts");
    return handleDevWallet(call, place);
  };
  return { on() {}, removeListener() {}, request } as unknown as EIP1193Provider;
}
