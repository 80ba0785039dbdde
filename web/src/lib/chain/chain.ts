import { type Chain, defineChain } from "viem";
import type { PublicConfig } from "../config/public-config.ts";

/** The one chain that this site is about. */
export function chainOf({
  deployment,
  chainName,
  coinSymbol,
  rpcUrl,
  explorerUrl,
}: Pick<PublicConfig, "deployment" | "chainName" | "coinSymbol" | "rpcUrl" | "explorerUrl">): Chain {
  return defineChain({
    id: deployment.chainId,
    name: chainName,
    nativeCurrency: { name: coinSymbol, symbol: coinSymbol, decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl && { blockExplorers: { default: { name: "Block explorer", url: explorerUrl } } }),
  });
}
