"use client";

import type { IndexedProvider } from "@computehive/protocol/indexer-api/provider";
import type { StakeView } from "@computehive/sdk/staking/stake";
import { Amount } from "../../../components/amount.tsx";
import { provideStakeTexts as texts } from "../../../texts/provide/stake.ts";
import { Card } from "../../../ui/card.tsx";
import { Countdown } from "../../../ui/countdown.tsx";
import { Stat, Stats } from "../../../ui/stat.tsx";

export interface StakeFiguresProps {
  readonly stake: StakeView | undefined;
  /** Nothing where the indexer does not say. */
  readonly record: IndexedProvider | null | undefined;
}

export function StakeFigures({ stake, record }: StakeFiguresProps) {
  const amount = (value: bigint | undefined) =>
    value === undefined ? undefined : <Amount value={value} decimals={2} />;
  return (
    <Card>
      <Stats>
        <Stat label={texts.active} value={amount(stake?.active)} note={texts.activeNote} />
        <Stat label={texts.exposure} value={amount(stake?.exposure)} note={texts.exposureNote} />
        <Stat label={texts.free} value={amount(stake?.free)} note={texts.freeNote} />
        <Stat
          label={texts.thawing}
          value={amount(stake?.thawing)}
          note={stake && stake.thawing > 0n ? <Countdown until={stake.thawedAt} over={texts.ready} /> : " "}
        />
        <Stat
          label={texts.burned}
          value={record === undefined ? undefined : amount(record ? record.burned + record.fees : 0n)}
          note={texts.burnedNote}
        />
      </Stats>
    </Card>
  );
}
