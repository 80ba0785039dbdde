"use client";

import { useState } from "react";
import { type Address, getAddress, isAddress, isAddressEqual, zeroAddress } from "viem";
import { AmountField, useTypedAmount } from "../../../components/amount-field.tsx";
import { CarriedNote } from "../../../components/carried-note.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useCarrier } from "../../../lib/chain/use-carrier.ts";
import { accountKey } from "../../../lib/money/use-account.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Card } from "../../../ui/card.tsx";
import { TextField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { accountKeys } from "../queries.ts";

const texts = accountMoneyTexts.withdraw;

/** Out of the escrow, to the owner or to anybody. */
export function WithdrawForm({ owner, free }: { owner: Address; free: bigint | undefined }) {
  const [text, setText] = useState("");
  const [to, setTo] = useState("");
  const fee = useCarrier()?.withdrawalFee ?? 0n;
  const most = free !== undefined && free > fee ? free - fee : free;
  const amount = useTypedAmount(text, most);
  const target = to.trim() === "" ? owner : targetOf(to);
  const isOther = target !== undefined && !isAddressEqual(target, owner);
  const transaction = useTransaction({
    key: `account.withdraw:${owner}`,
    title: texts.title,
    invalidates: [accountKey(owner), accountKeys.all(owner)],
    onConfirmed: () => setText(""),
  });
  const start = () => {
    if (amount === undefined || target === undefined) return;
    void transaction.run({ prepareStep: async () => ({ kind: "withdraw", amount, to: target, maxFee: fee }) });
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
          hint={free === 0n && texts.nothing}
        />
        <TextField
          label={texts.to}
          hint={texts.toHint}
          isMono
          value={to}
          placeholder={getAddress(owner)}
          onChange={(event) => setTo(event.target.value)}
          error={target === undefined && texts.toInvalid}
        />
        {isOther && <Notice tone="caution">{texts.toOther}</Notice>}
        <CarriedNote isWithdrawal />
        <div>
          <TransactionButton
            type="submit"
            transaction={transaction}
            disabled={amount === undefined || target === undefined}
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

function targetOf(text: string): Address | undefined {
  const given = text.trim();
  return isAddress(given) && given !== zeroAddress ? getAddress(given) : undefined;
}
