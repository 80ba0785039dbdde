"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { AmountField, useTypedAmount } from "../../../components/amount-field.tsx";
import { MissingMoney } from "../../../components/missing-money.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useLive } from "../../../lib/live/use-live.tsx";
import { accountKey } from "../../../lib/money/use-account.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { provideStakeTexts as texts } from "../../../texts/provide/stake.ts";
import { Card } from "../../../ui/card.tsx";
import { provideKeys } from "../queries.ts";
import { planStake } from "./stake-plan.ts";

/** What reads the token, signs permits and encodes calls: not needed for the first picture. */
const loadCalls = () => import("./stake-facts.ts");

/** Amount, the prompts that it takes, and the one button for all of them. */
export function AddStake({ provider }: { provider: Address }) {
  const hive = useHive();
  const [text, setText] = useState("");
  const factsKey = provideKeys.of(provider, "stake-facts");
  useLive([`account:${provider}`], { keys: [factsKey] });
  const facts = useQuery({
    queryKey: factsKey,
    queryFn: async () => (await loadCalls()).readStakeFacts(hive, provider),
  });
  const amount = useTypedAmount(text);
  const transaction = useTransaction({
    key: `stake.add:${provider}`,
    title: texts.titles.add,
    invalidates: [provideKeys.all(provider), accountKey(provider)],
    onConfirmed: () => setText(""),
  });
  const plan = amount !== undefined && facts.data ? planStake(amount, facts.data) : undefined;
  const most = facts.data && facts.data.free + facts.data.wallet;
  return (
    <Card title={texts.add}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{texts.addLead}</p>
        <AmountField label={texts.amount} value={text} onChange={setText} most={most} tooMuch={texts.short} />
        {plan?.kind === "short" && (
          <MissingMoney says={texts.shortBy} action={texts.getTestMoney} missing={plan.missing} />
        )}
        {plan?.kind === "steps" && (
          <div className="text-sm">
            <p className="text-muted">{texts.prompts(plan.steps.length)}:</p>
            <ol className="mt-1 list-decimal pl-5">
              {plan.steps.map((step) => (
                <li key={step}>{texts.step[step]}</li>
              ))}
            </ol>
          </div>
        )}
        <div>
          <TransactionButton
            transaction={transaction}
            disabled={amount === undefined || plan?.kind === "short"}
            onStart={() =>
              void transaction.run(async ({ hive: withWallet, account }) =>
                (await loadCalls()).stakeCalls(withWallet, { account, amount: amount ?? 0n }),
              )
            }
          >
            {texts.add}
          </TransactionButton>
        </div>
        <TransactionStatus transaction={transaction} />
      </div>
    </Card>
  );
}
