import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import { jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import { type Address, type Hex, isAddressEqual, recoverTypedDataAddress } from "viem";
import { gatewayOf, type HiveClient } from "../hive-client.ts";
import { orderToSign } from "./signed-job.ts";

/** Where the money of an order that is only signed comes from, at the claim. */
export const PAYERS = ["account", "wallet"] as const;
export type Payer = (typeof PAYERS)[number];

/** More orders of one buyer than a gateway keeps by default. */
const MOST_PAGES = 5;
const PAGE = 200;

/**
 * What the buyer's signed orders that still wait will move from its account, or from its wallet: that money is there, and not free. The
 * gateway's word is not enough, because what is missing gets deposited, or approved: only what the buyer signed counts.
 */
export async function promisedMoney(
  client: HiveClient,
  buyer: Address,
  { payer, signal }: { payer: Payer; signal?: AbortSignal | undefined },
): Promise<bigint> {
  let sum = 0n;
  let after: Hex | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { orders, next } = await gatewayOf(client).leftOrders({ buyer, after, limit: PAGE }, { signal });
    for (const left of orders) {
      if (!isPaidBy(left, payer) || !(await isSignedBy(client, left, buyer))) continue;
      sum += left.order.maxPay + left.order.bond;
    }
    if (next === undefined) break;
    after = next;
  }
  return sum;
}

function isPaidBy({ order }: LeftOrder, payer: Payer): boolean {
  return (FUNDINGS[order.funding] === "account") === (payer === "account");
}

async function isSignedBy(client: HiveClient, { jobId, order, terms, signature }: LeftOrder, buyer: Address) {
  if (!isAddressEqual(order.buyer, buyer) || jobIdOf(client.marketDomain, order, terms) !== jobId) return false;
  const typedData = await orderToSign(client, { order, terms });
  const signer = await recoverTypedDataAddress({ ...typedData, signature } as never).catch(() => undefined);
  return signer !== undefined && isAddressEqual(signer, buyer);
}
