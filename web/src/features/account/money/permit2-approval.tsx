"use client";

import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { usePermit2Approved } from "../../../lib/chain/use-permit2.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Card } from "../../../ui/card.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";

const texts = accountMoneyTexts.permit2;
/** No token has so much: whoever approved it meant everything. */
const WITHOUT_LIMIT = 2n ** 128n;

/** What Permit2 may take from the wallet, and the way to take that back. Whoever approved nothing sees nothing. */
export function Permit2Approval({ owner }: { owner: AddressValue }) {
  const approved = usePermit2Approved(owner);
  const transaction = useTransaction({ key: `account.permit2-revoke:${owner}`, title: texts.revokeTitle });
  const start = () =>
    void transaction.run(async ({ hive }) => {
      const { permit2Requests } = await import("@computehive/sdk/account/permit2");
      return permit2Requests(hive, 0n);
    });
  if (!approved) return null;
  return (
    <Card title={texts.title}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{texts.lead}</p>
        <KeyValues
          items={[
            {
              label: texts.contract,
              value: (
                <>
                  Permit2 <Address value={PERMIT2_ADDRESS} />
                </>
              ),
            },
            { label: texts.amount, value: approved < WITHOUT_LIMIT ? <Amount value={approved} /> : texts.noLimit },
          ]}
        />
        <p className="text-xs text-muted">{texts.revokeNote}</p>
        <div>
          <TransactionButton size="small" variant="secondary" transaction={transaction} onStart={start}>
            {texts.revoke}
          </TransactionButton>
        </div>
        <TransactionStatus transaction={transaction} />
      </div>
    </Card>
  );
}
