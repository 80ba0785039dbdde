import type { Address } from "viem";
import { addressOf, type HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { accountRequests } from "./account-requests.ts";
import { showAccount } from "./show-account.ts";

/** Takes `amount`, or everything free, out of the escrow, to `to` or to the account itself. */
export async function withdraw(
  client: HiveClient,
  { amount, to = addressOf(client) }: { amount: bigint | "all"; to?: Address },
  options?: WriteOptions,
): Promise<Written & { amount: bigint }> {
  const taken = amount === "all" ? (await showAccount(client)).free : amount;
  return {
    ...(await write(client, accountRequests.withdraw(client.deployment, { amount: taken, to }), options)),
    amount: taken,
  };
}

/** Cuts every order of an earlier epoch off from the free money. */
export function raiseEpoch(client: HiveClient, options?: WriteOptions): Promise<Written> {
  return write(client, accountRequests.raiseEpoch(client.deployment), options);
}
