"use client";

import type { Address } from "viem";
import { Amount } from "../../../components/amount.tsx";
import { Count } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { provideTexts } from "../../../texts/provide.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Stat, Stats } from "../../../ui/stat.tsx";
import { Desk } from "../desk.tsx";
import { InstallAgent } from "../nodes/install-agent.tsx";
import { canClaim } from "../nodes/node-condition.ts";
import { NodeTable } from "../nodes/node-table.tsx";
import { useNodeViews } from "../nodes/use-node-views.ts";
import { useProviderRecord, useStake } from "../queries.ts";
import { isNewcomer, providerSteps } from "../steps/provider-steps.ts";
import { StepList } from "../steps/step-list.tsx";
import { LiveWork } from "../work/live-work.tsx";
import { Alerts } from "./alerts.tsx";

const texts = provideTexts.overview;

export function OverviewPage() {
  return (
    <Desk title={provideTexts.title} lead={provideTexts.lead}>
      {(provider) => <Overview provider={provider} />}
    </Desk>
  );
}

function Overview({ provider }: { provider: Address }) {
  const stake = useStake(provider);
  const record = useProviderRecord(provider);
  const { query: nodes, views, isGatewayAway } = useNodeViews(provider);
  if (stake.isError && !stake.data) return <QueryError query={stake} />;
  if (record.isError && record.data === undefined) return <QueryError query={record} />;
  if (nodes.isError && !nodes.data) return <QueryError query={nodes} />;
  if (!stake.data || record.data === undefined || !views) return <Loading />;
  const standing = {
    active: stake.data.active,
    openOffers: record.data?.openOffers ?? 0,
    nodes: views.map(({ node, heard }) => ({
      state: node.state,
      online: isGatewayAway ? undefined : (heard?.online ?? false),
    })),
  };
  const steps = providerSteps(standing);
  const isReady = steps.every(({ state }) => state === "done");
  return (
    <>
      <Alerts stake={stake.data} views={views} isGatewayAway={isGatewayAway} />
      {!isNewcomer(standing) && (
        <Card>
          <Stats>
            <Stat
              label={texts.stake}
              value={<Amount value={stake.data.active} decimals={2} />}
              note={
                <>
                  <Amount value={stake.data.exposure} decimals={2} /> {texts.exposed}
                </>
              }
            />
            <Stat
              label={texts.earned}
              value={<Amount value={record.data?.record.earned ?? 0n} decimals={4} />}
            />
            <Stat
              label={texts.settled}
              value={<Count value={record.data?.record.settled ?? 0} />}
              note={texts.settledNote((record.data?.record.expired ?? 0) + (record.data?.record.lost ?? 0))}
            />
            <Stat label={texts.running} value={<Count value={record.data?.record.live ?? 0} />} />
            <Stat
              label={texts.nodes}
              value={`${views.filter(({ condition }) => canClaim(condition)).length} / ${views.filter(({ condition }) => condition !== "retired").length}`}
            />
          </Stats>
        </Card>
      )}
      {!isReady && (
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Card title={provideTexts.steps.title}>
            <StepList steps={steps} withActions />
          </Card>
          {views.length === 0 && <InstallAgent />}
        </div>
      )}
      {!isNewcomer(standing) && (
        <>
          <Card title={provideTexts.nodes.title} isFlush>
            <NodeTable views={views} />
          </Card>
          <LiveWork provider={provider} title={texts.live} />
        </>
      )}
      {record.data && (
        <div>
          <ButtonLink href={`/providers/${provider}`}>{texts.profile}</ButtonLink>
        </div>
      )}
    </>
  );
}

function Loading() {
  const { stake, earned, settled, running, nodes } = texts;
  return (
    <>
      <Card>
        <Stats>
          {[stake, earned, settled, running, nodes].map((label) => (
            <Stat key={label} label={label} value={undefined} note={" "} />
          ))}
        </Stats>
      </Card>
      <Card title={provideTexts.nodes.title}>
        <SkeletonLines count={4} />
      </Card>
    </>
  );
}
