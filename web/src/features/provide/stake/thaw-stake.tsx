"use client";

import type { Deployment } from "@computehive/protocol/contracts";
import type { ContractRequest } from "@computehive/sdk/contract-request";
import type { StakeView, stakeRequests } from "@computehive/sdk/staking/stake";
import { useState } from "react";
import { Amount } from "../../../components/amount.tsx";
import { AmountField, useTypedAmount } from "../../../components/amount-field.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useBlockTime, useChainNow } from "../../../lib/chain/use-chain-now.ts";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { accountKey } from "../../../lib/money/use-account.ts";
import type { Prepare } from "../../../lib/transactions/run-transaction.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { provideStakeTexts as texts } from "../../../texts/provide/stake.ts";
import { Card } from "../../../ui/card.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { formatDuration } from "../../../ui/time/format-time.ts";
import { provideKeys } from "../queries.ts";
import { thawState } from "./thaw.ts";

/** What encodes calls comes when one is made. */
function calling(build: (requests: typeof stakeRequests, to: Deployment) => ContractRequest): Prepare {
  return async ({ hive }) => build((await import("@computehive/sdk/staking/stake")).stakeRequests, hive.deployment);
}

/** Takes free stake out: first it thaws, then it is withdrawn, and until then it can be put back. */
export function ThawStake({ stake }: { stake: StakeView }) {
  const hive = useHive();
  const { provider, free, thawing } = stake;
  const [text, setText] = useState("");
  const amount = useTypedAmount(text, free);
  const transaction = useTransaction({
    key: `stake.thaw:${provider}`,
    title: texts.titles.thaw,
    invalidates: [provideKeys.all(provider)],
    onConfirmed: () => setText(""),
  });
  const wait = formatDuration(hive.deployment.parameters.thawTime);
  return (
    <Card title={texts.thaw}>
      <div className="flex flex-col gap-3">
        <ThawUnderWay stake={stake} />
        <p className="text-sm text-muted">{texts.thawLead(wait)}</p>
        {free === 0n ? (
          <p className="text-sm">{texts.noFree}</p>
        ) : (
          <>
            <AmountField label={texts.amount} value={text} onChange={setText} most={free} tooMuch={texts.tooMuch} />
            {thawing > 0n && <Notice tone="caution">{texts.thawAgain}</Notice>}
            <div>
              <TransactionButton
                variant="secondary"
                transaction={transaction}
                disabled={amount === undefined}
                onStart={() =>
                  void transaction.run(calling((requests, to) => requests.thaw(to, { amount: amount ?? 0n })))
                }
              >
                {texts.start}
              </TransactionButton>
            </div>
          </>
        )}
        <TransactionStatus transaction={transaction} />
      </div>
    </Card>
  );
}

function ThawUnderWay({ stake }: { stake: StakeView }) {
  const now = useChainNow();
  const blockTime = useBlockTime();
  const { provider } = stake;
  const cancel = useTransaction({
    key: `stake.cancel-thaw:${provider}`,
    title: texts.titles.cancel,
    invalidates: [provideKeys.all(provider)],
  });
  const withdraw = useTransaction({
    key: `stake.withdraw:${provider}`,
    title: texts.titles.withdraw,
    invalidates: [provideKeys.all(provider), accountKey(provider)],
  });
  const state = now === undefined || blockTime === undefined ? undefined : thawState(stake, { now, blockTime });
  if (!state || state.kind === "nothing") return null;
  const isReady = state.kind === "ready";
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line bg-sunken p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="text-sm">
          {texts.thawingTitle}: <Amount value={state.amount} />
        </p>
        <p className="text-sm font-medium" role="timer">
          {isReady ? texts.ready : `${texts.withdrawableIn} ${formatDuration(state.remaining)}`}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <TransactionButton
          transaction={withdraw}
          variant={isReady ? "primary" : "secondary"}
          disabled={!isReady || cancel.isBusy}
          onStart={() => void withdraw.run(calling((requests, to) => requests.withdraw(to)))}
        >
          {texts.withdraw}
        </TransactionButton>
        <TransactionButton
          transaction={cancel}
          variant="secondary"
          disabled={withdraw.isBusy}
          onStart={() => void cancel.run(calling((requests, to) => requests.cancelThaw(to)))}
        >
          {texts.cancel}
        </TransactionButton>
      </div>
      <TransactionStatus transaction={withdraw} />
      <TransactionStatus transaction={cancel} />
    </div>
  );
}
