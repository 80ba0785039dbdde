"use client";

import type { StakeView } from "@computehive/sdk/staking/stake";
import { shortHex } from "../../../components/hash.tsx";
import { useBlockTime } from "../../../lib/chain/use-chain-now.ts";
import { provideNodeTexts } from "../../../texts/provide/node.ts";
import { provideTexts } from "../../../texts/provide.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Notice } from "../../../ui/notice.tsx";
import type { NodeView } from "../nodes/use-node-views.ts";
import { thawState } from "../stake/thaw.ts";

const texts = provideTexts.alerts;

export interface AlertsProps {
  readonly stake: StakeView | undefined;
  readonly views: readonly NodeView[] | undefined;
  readonly isGatewayAway: boolean;
}

/** What needs the provider's hand now. */
export function Alerts({ stake, views = [], isGatewayAway }: AlertsProps) {
  const blockTime = useBlockTime();
  const isThawed = stake && blockTime !== undefined && thawState(stake, { blockTime, now: blockTime }).kind === "ready";
  return (
    <>
      {isThawed && (
        <Notice tone="positive" title={texts.thawReady} action={<Go href="/provide/stake" text={texts.withdraw} />}>
          {texts.thawReadyText}
        </Notice>
      )}
      {stake && stake.active > 0n && stake.free === 0n && (
        <Notice tone="caution" title={texts.stakeSpent} action={<Go href="/provide/stake" text={texts.look} />}>
          {texts.stakeSpentText}
        </Notice>
      )}
      {isGatewayAway && <Notice tone="caution">{texts.gatewayAway}</Notice>}
      {views.map((view) => (
        <NodeAlert key={view.node.node} view={view} />
      ))}
    </>
  );
}

function NodeAlert({ view: { node, condition, gas, heard } }: { view: NodeView }) {
  const action = <Go href={`/provide/nodes/${node.node}`} text={texts.look} />;
  const name = shortHex(node.node);
  if (condition === "retired") return null;
  if (gas && gas.level !== "enough") {
    const words = provideNodeTexts;
    return (
      <Notice tone={gas.level === "stopped" ? "negative" : "caution"} title={`${texts.gas}: ${name}`} action={action}>
        {gas.level === "stopped" ? words.gasStopped : words.gasLow}
      </Notice>
    );
  }
  if (condition === "alarm") {
    return (
      <Notice tone="negative" title={`${texts.alarm}: ${name}`} action={action}>
        {heard?.heartbeat.alarm}
      </Notice>
    );
  }
  if (condition !== "silent") return null;
  return (
    <Notice tone="negative" title={`${texts.silent}: ${name}`} action={action}>
      {texts.silentText}
    </Notice>
  );
}

function Go({ href, text }: { href: string; text: string }) {
  return (
    <ButtonLink href={href} size="small">
      {text}
    </ButtonLink>
  );
}
