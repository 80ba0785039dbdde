"use client";

import dynamic from "next/dynamic";
import type { Address } from "viem";
import { QueryError } from "../../../components/query-error.tsx";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { useLive } from "../../../lib/live/use-live.tsx";
import { useAccount } from "../../../lib/money/use-account.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { useWalletDialog } from "../../../lib/wallet/wallet-dialog-context.tsx";
import { accountTexts as texts } from "../../../texts/account.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { AccountFrame } from "../account-frame.tsx";
import { accountKeys } from "../queries.ts";
import { Balances } from "./balances.tsx";
import { DepositForm } from "./deposit-form.tsx";
import { Movements } from "./movements.tsx";
import { Operators } from "./operators.tsx";
import { TestMoney } from "./test-money.tsx";
import { WithdrawForm } from "./withdraw-form.tsx";

// Few have approved anything: the page does not wait for it.
const Permit2Approval = dynamic(async () => (await import("./permit2-approval.tsx")).Permit2Approval, { ssr: false });

export function MoneyPage() {
  const owner = useAddress();
  return (
    <AccountFrame title={texts.title} lead={texts.lead}>
      {owner ? <Money key={owner} owner={owner} /> : <Nobody />}
    </AccountFrame>
  );
}

function Nobody() {
  const wallet = useWalletDialog();
  const action = (
    <Button variant="primary" onClick={() => wallet.open()}>
      {texts.visitor.connect}
    </Button>
  );
  return (
    <Card>
      <EmptyState title={texts.visitor.title} action={action}>
        {texts.visitor.text}
      </EmptyState>
    </Card>
  );
}

function Money({ owner }: { owner: Address }) {
  const { isLocalChain } = useConfig();
  const account = useAccount(owner);
  useLive([`account:${owner}`], { keys: [accountKeys.all(owner)] });
  if (account.isError && !account.data) return <QueryError query={account} />;
  return (
    <>
      <Balances owner={owner} account={account.data} />
      {isLocalChain && <TestMoney owner={owner} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <DepositForm owner={owner} />
        <WithdrawForm owner={owner} free={account.data?.free} />
      </div>
      <Operators owner={owner} account={account.data} />
      <Permit2Approval owner={owner} />
      <Movements owner={owner} />
    </>
  );
}
