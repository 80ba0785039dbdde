import type { GatewayClient } from "@computehive/sdk/gateway-client";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { signOrder } from "@computehive/sdk/jobs/signed-job";
import type { WalletClient } from "viem";
import type { Config } from "wagmi";
import { getWalletClient, switchChain } from "wagmi/actions";
import type { PreparedOrder } from "./stored-order.ts";

export interface SignAndLeave {
  readonly hive: HiveClient;
  readonly gateway: GatewayClient;
  readonly wagmi: Config;
  readonly isWrongChain: boolean;
}

/** Asks the wallet for the one signature that pays for `prepared`, and leaves the order where nodes look for work. */
export async function signAndLeave(
  { order, terms }: PreparedOrder,
  { hive, gateway, wagmi, isWrongChain }: SignAndLeave,
): Promise<void> {
  const { chainId } = hive.deployment;
  if (isWrongChain) await switchChain(wagmi, { chainId });
  const walletClient = (await getWalletClient(wagmi, { account: order.buyer, chainId })) as WalletClient;
  const signed = await signOrder({ ...hive, walletClient }, { order, terms });
  await gateway.leaveOrder(signed);
}
