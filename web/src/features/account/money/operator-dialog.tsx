"use client";

import { formatAmount } from "@computehive/protocol/price";
import { useState } from "react";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { AmountField, useTypedAmount } from "../../../components/amount-field.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { SelectField } from "../../../ui/field.tsx";
import type { OperatorRow } from "./operator-rows.ts";
import { loadRequests, operatorTransaction } from "./operator-transaction.ts";

const texts = accountMoneyTexts.operators;
type Seconds = keyof typeof texts.durations;
const DURATIONS = Object.entries(texts.durations).map(([value, label]) => ({ value: value as Seconds, label }));
/** The contract's cap is finite: below the largest number of 128 bits. */
const LARGEST_CAP = 2n ** 128n - 2n;

export interface OperatorDialogProps {
  readonly owner: AddressValue;
  readonly operator: OperatorRow;
  readonly onClose: () => void;
}

/** Says anew how much a contract may draw, and for how long. */
export function OperatorDialog({ owner, operator: { operator, cap, purpose }, onClose }: OperatorDialogProps) {
  const token = useToken();
  const [text, setText] = useState(() => (cap > 0n && token ? formatAmount(cap, token.decimals) : ""));
  const [seconds, setSeconds] = useState<Seconds>("3600");
  const amount = useTypedAmount(text, LARGEST_CAP);
  const transaction = useTransaction({ ...operatorTransaction(owner, operator, "change"), onConfirmed: onClose });
  const start = () => {
    if (amount === undefined) return;
    void transaction.run(async ({ hive }) => {
      const { timestamp } = await hive.publicClient.getBlock();
      const expiry = Number(timestamp) + Number(seconds);
      return (await loadRequests()).setOperator(hive.deployment, { operator, cap: amount, expiry });
    });
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={texts.dialog}
      description={
        <>
          <Address value={operator} withCopy={false} href={null} />: {texts.purposes[purpose]}
        </>
      }
      footer={
        <TransactionButton transaction={transaction} disabled={amount === undefined} onStart={start}>
          {texts.save}
        </TransactionButton>
      }
    >
      <div className="flex flex-col gap-4">
        <AmountField label={texts.limit} hint={texts.limitHint} value={text} onChange={setText} />
        <SelectField label={texts.for} value={seconds} onValueChange={setSeconds} options={DURATIONS} />
        <TransactionStatus transaction={transaction} />
      </div>
    </Dialog>
  );
}
