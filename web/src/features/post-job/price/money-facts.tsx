"use client";

import { Amount, CoinAmount } from "../../../components/amount.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Card } from "../../../ui/card.tsx";
import { type KeyValue, KeyValues } from "../../../ui/key-values.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { type PostingPlan, planPosting, type Standing } from "../posting/posting-plan.ts";
import { useStanding } from "../posting/use-standing.ts";
import type { PricedDraft } from "./use-order.ts";

const texts = postJobTexts.price.money;

/** What the job can cost at most, what is locked, and what the buyer has. */
export function MoneyFacts({ priced: { parts } }: { priced: PricedDraft }) {
  const { standing, way, isConnected } = useStanding();
  const plan = parts && standing && planPosting({ maxPay: parts.pricing.maxPay, bond: parts.bond }, standing, way);
  return (
    <Card title={texts.title}>
      <KeyValues
        items={[
          { label: texts.maxPay, value: <Money value={parts?.pricing.maxPay} /> },
          { label: texts.bond, value: <Money value={parts?.bond} />, note: texts.bondNote },
          {
            label: way === "sign" ? texts.moves : texts.locked,
            value: <Money value={parts && parts.pricing.maxPay + parts.bond} />,
            note: texts.lockedNote,
          },
          ...(isConnected ? holdings(standing, plan) : []),
        ]}
      />
      <p className="mt-3 text-xs text-muted">
        {texts.refund} {!isConnected && texts.connect}
      </p>
    </Card>
  );
}

function holdings(standing: Standing | undefined, plan: PostingPlan | undefined): KeyValue[] {
  return [
    { label: texts.account, value: <Money value={standing?.account.free} /> },
    { label: texts.wallet, value: <Money value={standing?.account.wallet} /> },
    { label: texts.coin, value: <Coin value={standing?.account.coin} /> },
    { label: texts.gas, value: <Coin value={plan?.gasCost} />, note: texts.gasNote },
  ];
}

function Money({ value }: { value: bigint | undefined }) {
  return value === undefined ? <Skeleton className="h-4 w-20" /> : <Amount value={value} />;
}

function Coin({ value }: { value: bigint | undefined }) {
  return value === undefined ? <Skeleton className="h-4 w-20" /> : <CoinAmount value={value} />;
}
