import { tokenAbi } from "@computehive/protocol/token-abi";
import type { Address } from "viem";
import type { HiveClient } from "./hive-client.ts";

/** What is needed to write amounts of the market's token for people. */
export interface TokenFacts {
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
}

export async function readToken({ publicClient, deployment }: HiveClient): Promise<TokenFacts> {
  const address = deployment.contracts.token;
  const [symbol, decimals] = await Promise.all([
    publicClient.readContract({ address, abi: tokenAbi, functionName: "symbol" }),
    publicClient.readContract({ address, abi: tokenAbi, functionName: "decimals" }),
  ]);
  return { address, symbol, decimals };
}
