"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { giveTestCoin, testDollarRequest } from "../../../lib/dev-wallet/test-money.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { postJobReviewTexts } from "../../../texts/post-job-review.ts";
import { standingKey } from "./use-standing.ts";

/** On a local chain: coin for transactions and test dollars, for nothing. Elsewhere there is none. */
export function useTestMoney(account: Address | undefined) {
  const { isLocalChain } = useConfig();
  const hive = useHive();
  const queries = useQueryClient();
  const transaction = useTransaction({
    key: `account.test-money:${account ?? ""}`,
    title: postJobReviewTexts.sign.testMoney,
    invalidates: [standingKey(account)],
  });
  const get = async () => {
    if (!account) return;
    await giveTestCoin(hive, account);
    await queries.invalidateQueries({ queryKey: standingKey(account) });
    await transaction.run(testDollarRequest(hive, account));
  };
  return { isThere: isLocalChain && account !== undefined, transaction, get };
}
