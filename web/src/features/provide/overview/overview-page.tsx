"use client";

import type { IndexedProvider } from "@computehive/protocol/indexer-api/provider";
import type { StakeView } from "@computehive/sdk/staking/stake";
import type { Address } from "viem";
import { Amount } from "../../../components/amount.tsx";
import { Count } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { provideNodesTexts } from "../../../texts/provide/nodes.ts";
import { provideTexts } from "../../../texts/provide.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Stat, Stats } from "../../../ui/stat.tsx";
import { Desk } from "../desk.tsx";
import { InstallAgent } from "../nodes/install-agent.tsx";
import { canClaim } from "../nodes/node-condition.ts";
import { type NodeView, useNodeViews } from "../nodes/use-node-views.ts";
import { useProviderRecord, useStake } from "../queries.ts";
import { isNewcomer, providerSteps } from "../steps/provider-steps.ts";
import { StepList } from "../steps/step-list.tsx";
import { Alerts } from "./alerts.tsx";
import { LiveWork, NodeTable } from "./lazy-parts.tsx";

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
  const failed = [stake, record, nodes].find(({ isError, data }) => isError && data === undefined);
  if (failed) return <QueryError query={failed} />;
  if (!stake.data || record.data === undefined || !views) return <Loading />;
  return (
    <>
      <Alerts stake={stake.data} views={views} isGatewayAway={isGatewayAway} />
      <Desktop
        provider={provider}
        stake={stake.data}
        record={record.data}
        views={views}
        isGatewayAway={isGatewayAway}
      />
    </>
  );
}

interface DesktopProps {
  readonly provider: Address;
  readonly stake: StakeView;
  readonly record: IndexedProvider | null;
  readonly views: readonly NodeView[];
  readonly isGatewayAway: boolean;
}

/** Newcomers see the way, everybody else where they stand. */
function Desktop({ provider, stake, record, views, isGatewayAway }: DesktopProps) {
  const nodes = views.map(({ node, heard }) => ({
    state: node.state,
    online: isGatewayAway ? undefined : (heard?.online ?? false),
  }));
  const standing = { active: stake.active, openOffers: record?.openOffers ?? 0, nodes };
  const steps = providerSteps(standing);
  const isOld = !isNewcomer(standing);
  return (
    <>
      {isOld && <Figures stake={stake} record={record} views={views} />}
      {steps.some(({ state }) => state !== "done") && (
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Card title={provideTexts.steps.title}>
            <StepList steps={steps} withActions />
          </Card>
          {views.length === 0 && <InstallAgent />}
        </div>
      )}
      {isOld && (
        <>
          <Card title={provideNodesTexts.title} isFlush>
            <NodeTable views={views} />
          </Card>
          <LiveWork provider={provider} title={texts.live} />
        </>
      )}
      {record && (
        <div>
          <ButtonLink href={`/providers/${provider}`}>{texts.profile}</ButtonLink>
        </div>
      )}
    </>
  );
}

const NO_RECORD = { earned: 0n, settled: 0, expired: 0, lost: 0, live: 0 };

function Figures({ stake, record, views }: Pick<DesktopProps, "stake" | "record" | "views">) {
  const { earned, settled, expired, lost, live } = record?.record ?? NO_RECORD;
  const alive = views.filter(({ condition }) => condition !== "retired");
  const ready = alive.filter(({ condition }) => canClaim(condition));
  const exposed = (
    <>
      <Amount value={stake.exposure} decimals={2} /> {texts.exposed}
    </>
  );
  return (
    <Card>
      <Stats>
        <Stat label={texts.stake} value={<Amount value={stake.active} decimals={2} />} note={exposed} />
        <Stat label={texts.earned} value={<Amount value={earned} decimals={4} />} />
        <Stat label={texts.settled} value={<Count value={settled} />} note={texts.settledNote(expired + lost)} />
        <Stat label={texts.running} value={<Count value={live} />} />
        <Stat label={texts.nodes} value={`${ready.length} / ${alive.length}`} />
      </Stats>
    </Card>
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
      <Card title={provideNodesTexts.title}>
        <SkeletonLines count={4} />
      </Card>
    </>
  );
}
