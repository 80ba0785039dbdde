"use client";

import type { Address } from "viem";
import { TransactionButton } from "../../../components/transaction-button.tsx";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { loadRequests, operatorTransaction } from "./operator-transaction.ts";

const texts = accountMoneyTexts.operators;

export function RevokeOperator({ owner, operator }: { owner: Address; operator: Address }) {
  const transaction = useTransaction(operatorTransaction(owner, operator, "revoke"));
  return (
    <TransactionButton
      size="small"
      variant="quiet"
      transaction={transaction}
      onStart={() =>
        void transaction.run(async ({ hive: { deployment } }) =>
          (await loadRequests()).setOperator(deployment, { operator, cap: 0n, expiry: 0 }),
        )
      }
    >
      {texts.revoke}
    </TransactionButton>
  );
}
