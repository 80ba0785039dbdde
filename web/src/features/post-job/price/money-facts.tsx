"use client";

import { Amount, CoinAmount } from "../../../components/amount.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Card } from "../../../ui/card.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { planPosting } from "../posting/posting-plan.ts";
import { useStanding } from "../posting/use-standing.ts";
import type { PricedDraft } from "./use-order.ts";

const texts = postJobTexts.price.money;

/** What the job can cost at most, what is locked, and what the buyer has. */
export function MoneyFacts({ priced: { parts } }: { priced: PricedDraft }) {
  const { standing, isConnected } = useStanding();
  const plan = parts && standing && planPosting({ maxPay: parts.pricing.maxPay, bond: parts.bond }, standing);
  const pending = <Skeleton className="h-4 w-20" />;
  return (
    <Card title={texts.title}>
      <KeyValues
        items={[
          { label: texts.maxPay, value: parts ? <Amount value={parts.pricing.maxPay} /> : pending },
          { label: texts.bond, value: parts ? <Amount value={parts.bond} /> : pending, note: texts.bondNote },
          {
            label: texts.locked,
            value: parts ? <Amount value={parts.pricing.maxPay + parts.bond} /> : pending,
            note: texts.lockedNote,
          },
          isConnected && { label: texts.account, value: standing ? <Amount value={standing.account.free} /> : pending },
          isConnected && {
            label: texts.wallet,
            value: standing ? <Amount value={standing.account.wallet} /> : pending,
          },
          isConnected && {
            label: texts.coin,
            value: standing ? <CoinAmount value={standing.account.coin} /> : pending,
          },
          isConnected && {
            label: texts.gas,
            value: plan ? <CoinAmount value={plan.gasCost} /> : pending,
            note: texts.gasNote,
          },
        ]}
      />
      <p className="mt-3 text-xs text-muted">
        {texts.refund} {!isConnected && texts.connect}
      </p>
    </Card>
  );
}
