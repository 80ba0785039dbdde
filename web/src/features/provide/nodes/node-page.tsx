"use client";

import type { IndexedNode } from "@computehive/protocol/indexer-api/provider";
import Link from "next/link";
import { type Address, isAddressEqual } from "viem";
import { shortHex } from "../../../components/hash.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { provideNodeTexts as texts } from "../../../texts/provide/node.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Desk } from "../desk.tsx";
import { useHeartbeats, useNode } from "../queries.ts";
import { GasWarning } from "./gas-panel.tsx";
import { LiveWork, OfferTable, PauseControl, PayeeControl, RetireControl } from "./lazy-parts.tsx";
import { AgentFacts, ChainFacts } from "./node-facts.tsx";
import { useCoins } from "./use-coins.ts";
import { viewOf } from "./use-node-views.ts";

export function NodePage({ address }: { address: Address }) {
  return (
    <Desk
      title={shortHex(address)}
      trail={<Link href="/provide/nodes">{texts.trail}</Link>}
      actions={<ButtonLink href={`/nodes/${address}`}>{texts.publicPage}</ButtonLink>}
    >
      {(provider) => <NodeContent provider={provider} address={address} />}
    </Desk>
  );
}

function NodeContent({ provider, address }: { provider: Address; address: Address }) {
  const query = useNode(address);
  if (query.data) return <NodePanels node={query.data} isOwn={isAddressEqual(query.data.provider, provider)} />;
  if (query.data === null) return <EmptyState title={texts.unknown}>{texts.unknownText}</EmptyState>;
  if (query.isError) return <QueryError query={query} />;
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      {[texts.agent, texts.chain].map((title) => (
        <Card key={title} title={title}>
          <SkeletonLines count={6} />
        </Card>
      ))}
    </div>
  );
}

function NodePanels({ node, isOwn }: { node: IndexedNode; isOwn: boolean }) {
  const heartbeats = useHeartbeats();
  const coin = useCoins([node.node]).get(node.node.toLowerCase());
  const heard = heartbeats.isError ? ("away" as const) : heartbeats.data?.get(node.node.toLowerCase());
  const view = viewOf(node, { heard, coin });
  const isAlive = node.state !== "retired";
  return (
    <>
      {!isOwn && (
        <Notice tone="caution" title={texts.notYours}>
          {texts.notYoursText}
        </Notice>
      )}
      {isAlive && view.gas && <GasWarning node={node.node} gas={view.gas} />}
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card title={texts.agent}>
          {heartbeats.isPending ? <SkeletonLines count={6} /> : <AgentFacts view={view} />}
        </Card>
        <Card title={texts.chain}>
          <ChainFacts node={node} payeeControl={isOwn && isAlive && <PayeeControl node={node} />} />
          {isOwn && isAlive && (
            <div className="mt-4 flex flex-wrap items-end justify-between gap-3 border-t border-line pt-4">
              <PauseControl node={node} />
              <RetireControl node={node} />
            </div>
          )}
        </Card>
      </div>
      <OfferTable provider={node.provider} node={node.node} title={texts.offers} canChange={isOwn} />
      <LiveWork provider={node.provider} node={node.node} title={texts.work} />
    </>
  );
}
