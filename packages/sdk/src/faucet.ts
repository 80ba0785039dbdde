import { testDollarAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Address } from "viem";
import { contractRequest } from "./contract-request.ts";
import { addressOf, type HiveClient } from "./hive-client.ts";
import { type WriteOptions, type Written, write } from "./write.ts";

/**
 * Mints test dollars to `to`, on a local chain.
 *
 * @throws NoFaucetError elsewhere.
 */
export async function drip(
  client: HiveClient,
  to: Address = addressOf(client),
  options?: WriteOptions,
): Promise<Written & { amount: bigint }> {
  const { testDollar } = client.deployment.contracts;
  if (!testDollar) throw new NoFaucetError({ chainId: client.deployment.chainId });
  const inToken = { address: testDollar, abi: testDollarAbi } as const;
  const amount = await client.publicClient.readContract({ ...inToken, functionName: "dripAmount" });
  return {
    ...(await write(client, contractRequest({ ...inToken, functionName: "drip", args: [to] }), options)),
    amount,
  };
}

export class NoFaucetError extends ComputeHiveError {
  override readonly name = "NoFaucetError";
  constructor({ chainId }: { chainId: number }) {
    super("There is no faucet on this chain: only local chains have one.", { metaMessages: [`Chain: ${chainId}`] });
  }
}
