"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { balancesKey } from "../../../lib/chain/use-balances.ts";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { accountKey } from "../../../lib/money/use-account.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Notice } from "../../../ui/notice.tsx";
import { accountKeys } from "../queries.ts";

const texts = accountMoneyTexts.testMoney;

/** On local chains alone: coin first, because the drip is a transaction. */
export function TestMoney({ owner }: { owner: Address }) {
  const hive = useHive();
  const queries = useQueryClient();
  const explain = useExplain();
  const [failure, setFailure] = useState<string>();
  const transaction = useTransaction({
    key: `faucet.drip:${owner}`,
    title: texts.drip,
    invalidates: [accountKey(owner), accountKeys.all(owner)],
  });
  const get = async () => {
    setFailure(undefined);
    try {
      const { giveTestCoin, testDollarRequest } = await import("../../../lib/dev-wallet/test-money.ts");
      await giveTestCoin(hive, owner);
      await queries.invalidateQueries({ queryKey: balancesKey(owner) });
      await transaction.run(testDollarRequest(hive, owner));
    } catch (error) {
      setFailure(explain(error).what);
    }
  };
  return (
    <Notice
      tone="accent"
      title={texts.title}
      action={
        <TransactionButton transaction={transaction} variant="secondary" size="small" onStart={() => void get()}>
          {texts.action}
        </TransactionButton>
      }
    >
      <p>{texts.text}</p>
      {failure && <p role="alert">{`${texts.failed}: ${failure}`}</p>}
      <TransactionStatus transaction={transaction} />
    </Notice>
  );
}
