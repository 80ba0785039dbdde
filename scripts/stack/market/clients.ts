import type { Deployment } from "@computehive/protocol/contracts";
import { createGatewayClient } from "@computehive/sdk/gateway-client";
import { createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import { createPublicClient, createWalletClient, http, type PublicClient } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

const POLL_MS = 100;

export function publicClientOf(rpcUrl: string): PublicClient {
  return createPublicClient({ transport: http(rpcUrl), pollingInterval: POLL_MS, cacheTime: 0 });
}

/** One demo account's way to read and write. */
export function hiveClientOf(
  account: PrivateKeyAccount,
  { deployment, rpcUrl, gatewayUrl }: { deployment: Deployment; rpcUrl: string; gatewayUrl?: string },
): HiveClient {
  return createHiveClient({
    deployment,
    publicClient: publicClientOf(rpcUrl),
    walletClient: createWalletClient({ account, transport: http(rpcUrl) }),
    ...(gatewayUrl !== undefined && { gateway: createGatewayClient({ url: gatewayUrl, signer: account }) }),
  });
}
