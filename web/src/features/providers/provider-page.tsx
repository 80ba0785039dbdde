"use client";

import { offersResponseSchema } from "@computehive/protocol/indexer-api/offer";
import {
  type IndexedNode,
  nodesResponseSchema,
  providerResponseSchema,
} from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Address as Account } from "viem";
import { Address } from "../../components/address.tsx";
import { PresenceBadge } from "../../components/market/node-presence.tsx";
import { NothingHere } from "../../components/market/not-found.tsx";
import { OfferTable } from "../../components/market/offer-table.tsx";
import { StakeFacts } from "../../components/market/stake-facts.tsx";
import { TrackRecordTable } from "../../components/market/track-record.tsx";
import { useHeard } from "../../components/market/use-heard.ts";
import { Count } from "../../components/quantity.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Time } from "../../components/time.tsx";
import { isNotFound } from "../../lib/http/api-errors.ts";
import { useIndexer } from "../../lib/http/services.tsx";
import { useLive } from "../../lib/live/use-live.tsx";
import { marketTexts } from "../../texts/market.ts";
import { providerTexts as texts } from "../../texts/profiles.ts";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { providerKeys } from "./queries.ts";

/** One provider: stake, record, nodes, offers. */
export function ProviderPage({ provider: address }: { provider: Account }) {
  const indexer = useIndexer();
  const query = useQuery({
    queryKey: providerKeys.one(address),
    queryFn: ({ signal }) => indexer.get(indexerRoutes.provider(address), providerResponseSchema, { signal }),
  });
  const nodes = useQuery({
    queryKey: providerKeys.nodes(address),
    queryFn: ({ signal }) => indexer.get(indexerRoutes.nodes({ provider: address }), nodesResponseSchema, { signal }),
  });
  const offers = useQuery({
    queryKey: providerKeys.offers(address),
    queryFn: ({ signal }) =>
      indexer.get(indexerRoutes.offers({ provider: address, open: "true" }), offersResponseSchema, { signal }),
  });
  useLive([`provider:${address}`], {
    keys: [providerKeys.one(address), providerKeys.nodes(address), providerKeys.offers(address)],
  });
  const provider = query.data?.provider;
  const trail = (
    <Link href="/providers" className="hover:underline">
      {texts.listTitle}
    </Link>
  );
  if (isNotFound(query.error)) {
    return (
      <Page title={texts.title} trail={trail}>
        <NothingHere {...texts.notFound} />
      </Page>
    );
  }
  return (
    <Page
      title={
        <span className="inline-flex flex-wrap items-baseline gap-2.5">
          {texts.title} <Address value={address} />
        </span>
      }
      lead={
        provider ? (
          <>
            {texts.since} <Time value={provider.since.at} as="both" />
          </>
        ) : (
          texts.lead
        )
      }
      trail={trail}
    >
      {query.isError && !provider && <QueryError query={query} />}
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title={marketTexts.stake.title}>
          {provider ? <StakeFacts provider={provider} /> : <SkeletonLines count={6} />}
        </Card>
        <Card title={marketTexts.record.title}>
          {provider ? <TrackRecordTable record={provider.record} /> : <SkeletonLines count={8} />}
        </Card>
        <Card title={texts.nodes.title} isFlush>
          {nodes.isError && !nodes.data ? (
            <QueryError query={nodes} />
          ) : (
            <Table
              caption={texts.nodes.caption}
              columns={NODE_COLUMNS}
              rows={nodes.data?.items}
              rowKey={({ node }) => node}
              empty={<EmptyState title={texts.nodes.empty} />}
              expected={2}
            />
          )}
        </Card>
        <Card title={texts.offers.title} isFlush>
          {offers.isError && !offers.data ? (
            <QueryError query={offers} />
          ) : (
            <OfferTable caption={texts.offers.caption} offers={offers.data?.items} empty={texts.offers.empty} />
          )}
        </Card>
      </div>
    </Page>
  );
}

const NODE_COLUMNS: readonly Column<IndexedNode>[] = [
  {
    key: "node",
    header: texts.nodes.node,
    cell: ({ node }) => <Address value={node} href={`/nodes/${node}`} withCopy={false} />,
  },
  {
    key: "state",
    header: texts.nodes.state,
    cell: ({ node, state }) => (
      <span className="inline-flex gap-1.5">
        <StatusBadge node={state} />
        <Presence node={node} />
      </span>
    ),
  },
  {
    key: "offers",
    header: texts.nodes.offers,
    isNumeric: true,
    cell: ({ openOffers }) => <Count value={openOffers} />,
  },
  {
    key: "settled",
    header: texts.nodes.settled,
    isNumeric: true,
    cell: ({ record }) => <Count value={record.settled} />,
  },
];

function Presence({ node }: { node: Account }) {
  return <PresenceBadge heard={useHeard(node)} />;
}
