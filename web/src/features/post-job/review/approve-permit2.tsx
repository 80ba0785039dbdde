"use client";

import { formatAmount } from "@computehive/protocol/price";
import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { useState } from "react";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { AmountField, useTypedAmount } from "../../../components/amount-field.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { type UseTransaction, useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { postJobReviewTexts } from "../../../texts/post-job-review.ts";
import type { PostingPlan } from "../posting/posting-plan.ts";

const texts = postJobReviewTexts.approve;

/** The transaction that approves Permit2: it lives longer than its step, which is gone as soon as the chain shows it as done. */
export function usePermit2Approval(): UseTransaction {
  const owner = useAddress();
  return useTransaction({ key: `account.permit2:${owner ?? ""}`, title: texts.title });
}

/** Who may take how much out of the wallet, and the button that allows it. */
export function ApprovePermit2({ plan, transaction }: { plan: PostingPlan; transaction: UseTransaction }) {
  const { approval, funded, shortCoin } = plan;
  const token = useToken();
  const [typed, setTyped] = useState<string>();
  const text = typed ?? (token ? formatAmount(approval, token.decimals) : "");
  const amount = useTypedAmount(text);
  const isTooLittle = amount !== undefined && amount < approval;
  const start = () =>
    void transaction.run(async ({ hive }) => {
      const { permit2Requests } = await import("@computehive/sdk/account/permit2");
      return permit2Requests(hive, amount ?? approval);
    });
  return (
    <div className="flex max-w-md flex-col gap-3 pt-1 pb-2">
      <p>
        {texts.who} <Address value={PERMIT2_ADDRESS} withCopy={false} /> {texts.what}
      </p>
      <AmountField
        label={texts.limit}
        value={text}
        onChange={setTyped}
        error={isTooLittle ? texts.tooLittle : undefined}
        hint={
          <>
            {approval > funded ? texts.needsWaiting : texts.needs} <Amount value={approval} />. {texts.more}
          </>
        }
      />
      <div>
        <TransactionButton
          transaction={transaction}
          disabled={amount === undefined || isTooLittle || shortCoin > 0n}
          onStart={start}
        >
          {texts.action(token && amount !== undefined ? `${formatAmount(amount, token.decimals)} ${token.symbol}` : "")}
        </TransactionButton>
      </div>
      <TransactionStatus transaction={transaction} />
    </div>
  );
}
