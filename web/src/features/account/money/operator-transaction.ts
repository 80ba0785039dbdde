import type { Address } from "viem";
import { accountKey } from "../../../lib/money/use-account.ts";
import type { UseTransactionOptions } from "../../../lib/transactions/use-transaction.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { accountKeys } from "../queries.ts";

const texts = accountMoneyTexts.operators;

/** What encodes calls comes when one is made. */
export async function loadRequests() {
  return (await import("@computehive/sdk/account/account-requests")).accountRequests;
}

export function operatorTransaction(
  owner: Address,
  operator: Address,
  what: keyof typeof texts.titles,
): UseTransactionOptions {
  return {
    key: `account.operator-${what}:${owner}:${operator}`,
    title: texts.titles[what],
    invalidates: [accountKey(owner), accountKeys.all(owner)],
  };
}
