"use client";

import type { Address } from "viem";
import { QueryError } from "../../../components/query-error.tsx";
import { provideStakeTexts as texts } from "../../../texts/provide/stake.ts";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Desk } from "../desk.tsx";
import { useProviderRecord, useStake } from "../queries.ts";
import { AddStake } from "./add-stake.tsx";
import { Exposures, SlashList } from "./lazy-parts.tsx";
import { StakeFigures } from "./stake-figures.tsx";
import { ThawStake } from "./thaw-stake.tsx";

export function StakePage() {
  return (
    <Desk title={texts.title} lead={texts.lead}>
      {(provider) => <StakeContent provider={provider} />}
    </Desk>
  );
}

function StakeContent({ provider }: { provider: Address }) {
  const stake = useStake(provider);
  const record = useProviderRecord(provider);
  if (stake.isError && !stake.data) return <QueryError query={stake} />;
  return (
    <>
      <StakeFigures stake={stake.data} record={record.data} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <AddStake provider={provider} />
        {stake.data ? (
          <ThawStake stake={stake.data} />
        ) : (
          <Card title={texts.thaw}>
            <SkeletonLines count={5} />
          </Card>
        )}
      </div>
      <Exposures provider={provider} />
      <SlashList provider={provider} />
    </>
  );
}
