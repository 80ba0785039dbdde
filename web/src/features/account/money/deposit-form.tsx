"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { AmountField, useTypedAmount } from "../../../components/amount-field.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import type { DepositFacts } from "../../../lib/money/deposit-requests.ts";
import { accountKey } from "../../../lib/money/use-account.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Card } from "../../../ui/card.tsx";
import { accountKeys } from "../queries.ts";

const texts = accountMoneyTexts.deposit;

/** What reads the token, signs permits and encodes calls: not needed for the first picture. */
const loadCalls = () => import("../../../lib/money/deposit-requests.ts");

/** From the wallet into the escrow, by a signature where the token takes one. */
export function DepositForm({ owner }: { owner: Address }) {
  const hive = useHive();
  const [text, setText] = useState("");
  const facts = useQuery({
    queryKey: accountKeys.of(owner, "deposit-facts"),
    queryFn: async () => (await loadCalls()).readDepositFacts(hive, owner),
  });
  const most = facts.data?.wallet;
  const amount = useTypedAmount(text, most);
  const transaction = useTransaction({
    key: `account.deposit:${owner}`,
    title: texts.title,
    invalidates: [accountKey(owner), accountKeys.all(owner)],
    onConfirmed: () => setText(""),
  });
  const start = () => {
    if (amount === undefined) return;
    void transaction.run(async ({ hive: withWallet, account }) => {
      const { depositRequests, readDepositFacts } = await loadCalls();
      return depositRequests(withWallet, {
        owner: account,
        amount,
        facts: await readDepositFacts(withWallet, account),
      });
    });
  };
  return (
    <Card title={texts.title}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <p className="text-sm text-muted">{texts.lead}</p>
        <AmountField
          label={texts.amount}
          value={text}
          onChange={setText}
          most={most}
          tooMuch={texts.tooMuch}
          hint={most === 0n ? texts.nothing : amount !== undefined && facts.data && promptsFor(facts.data, amount)}
        />
        <div>
          <TransactionButton
            type="submit"
            transaction={transaction}
            disabled={amount === undefined}
            onStart={() => undefined}
          >
            {texts.action}
          </TransactionButton>
        </div>
        <TransactionStatus transaction={transaction} />
      </form>
    </Card>
  );
}

function promptsFor({ approved, hasPermit }: DepositFacts, amount: bigint): string {
  if (approved >= amount) return texts.once;
  return hasPermit ? texts.bySignature : texts.byApproval;
}
