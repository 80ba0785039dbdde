import { tokenAbi } from "@computehive/protocol/token-abi";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Address } from "viem";

export interface Balances {
  /** The coin that transactions cost, in wei. */
  readonly coin: bigint;
  /** The market's token in the wallet, not in the escrow; smallest unit. */
  readonly token: bigint;
}

export async function readBalances({ publicClient, deployment }: HiveClient, address: Address): Promise<Balances> {
  const [coin, token] = await Promise.all([
    publicClient.getBalance({ address }),
    publicClient.readContract({
      address: deployment.contracts.token,
      abi: tokenAbi,
      functionName: "balanceOf",
      args: [address],
    }),
  ]);
  return { coin, token };
}
