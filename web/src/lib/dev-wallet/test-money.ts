import { testDollarAbi } from "@computehive/protocol/contracts";
import { contractRequest } from "@computehive/sdk/contract-request";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { type Address, numberToHex } from "viem";

/** Enough for thousands of transactions of a local chain. */
const TEST_COIN = 10n ** 19n;

/** Gives `to` coin for transactions out of nothing; only a development chain knows this request. */
export async function giveTestCoin({ publicClient }: HiveClient, to: Address): Promise<void> {
  const held = await publicClient.getBalance({ address: to });
  if (held >= TEST_COIN) return;
  await publicClient.request({
    method: "anvil_setBalance",
    params: [to, numberToHex(TEST_COIN)],
  } as never);
}

/** The transaction that mints test dollars to `to`. */
export function testDollarRequest({ deployment }: HiveClient, to: Address) {
  const address = deployment.contracts.testDollar;
  if (!address) throw new Error("Only local chains have a test dollar.");
  return contractRequest({ address, abi: testDollarAbi, functionName: "drip", args: [to] });
}
