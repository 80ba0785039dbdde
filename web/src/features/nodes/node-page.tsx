"use client";

import { type IndexedOffer, offersResponseSchema } from "@computehive/protocol/indexer-api/offer";
import { type IndexedNode, nodeResponseSchema } from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type Address as Account, zeroHash } from "viem";
import { Address } from "../../components/address.tsx";
import { Hash } from "../../components/hash.tsx";
import { PresenceBadge, PresenceFacts } from "../../components/market/node-presence.tsx";
import { NothingHere } from "../../components/market/not-found.tsx";
import { OfferTable } from "../../components/market/offer-table.tsx";
import { TrackRecordTable } from "../../components/market/track-record.tsx";
import { useHeard } from "../../components/market/use-heard.ts";
import { QueryError } from "../../components/query-error.tsx";
import { ResourceClass } from "../../components/resource-class.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Time } from "../../components/time.tsx";
import { isNotFound } from "../../lib/http/api-errors.ts";
import { useIndexer } from "../../lib/http/services.tsx";
import { useLive } from "../../lib/live/use-live.tsx";
import { marketTexts } from "../../texts/market.ts";
import { providerTexts, nodeTexts as texts } from "../../texts/profiles.ts";
import { Card } from "../../ui/card.tsx";
import { KeyValues } from "../../ui/key-values.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";

const keys = {
  node: (node: Account) => ["indexer", "node", node] as const,
  offers: (node: Account) => ["indexer", "offers", "of-node", node] as const,
};

/** One node: what it says of itself, what the chain knows of it, and how its work ended. */
export function NodePage({ node: address }: { node: Account }) {
  const indexer = useIndexer();
  const heard = useHeard(address);
  const query = useQuery({
    queryKey: keys.node(address),
    queryFn: ({ signal }) => indexer.get(indexerRoutes.node(address), nodeResponseSchema, { signal }),
  });
  const offers = useQuery({
    queryKey: keys.offers(address),
    queryFn: ({ signal }) =>
      indexer.get(indexerRoutes.offers({ node: address, open: "true" }), offersResponseSchema, { signal }),
  });
  useLive([`node:${address}`], { keys: [keys.node(address), keys.offers(address)] });
  const node = query.data?.node;
  const trail = node && (
    <Link href={`/providers/${node.provider}`} className="hover:underline">
      {marketTexts.node.provider}
    </Link>
  );
  if (isNotFound(query.error)) {
    return (
      <Page title={texts.title}>
        <NothingHere {...texts.notFound} />
      </Page>
    );
  }
  return (
    <Page
      title={
        <span className="inline-flex flex-wrap items-center gap-2.5">
          {texts.title}
          {node && <ResourceClass value={node.resourceClass} />}
          <PresenceBadge heard={heard} />
        </span>
      }
      lead={texts.lead}
      trail={trail}
    >
      {query.isError && !node && <QueryError query={query} />}
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title={texts.facts}>
          <PresenceFacts heard={heard} />
        </Card>
        <Card title={texts.chain} aside={node && <StatusBadge node={node.state} />}>
          {node ? <ChainFacts node={node} /> : <SkeletonLines count={6} />}
        </Card>
        <Card title={marketTexts.record.title}>
          {node ? <TrackRecordTable record={node.record} /> : <SkeletonLines count={8} />}
        </Card>
        <Card title={texts.offers.title} isFlush>
          {offers.isError && !offers.data ? (
            <QueryError query={offers} />
          ) : (
            <OfferTable caption={texts.offers.caption} offers={openOf(offers.data?.items)} empty={texts.offers.empty} />
          )}
        </Card>
      </div>
    </Page>
  );
}

function openOf(offers: readonly IndexedOffer[] | undefined): readonly IndexedOffer[] | undefined {
  return offers?.filter(({ isOpen }) => isOpen);
}

function ChainFacts({ node }: { node: IndexedNode }) {
  const hasCapability = node.capabilityHash !== zeroHash;
  return (
    <KeyValues
      items={[
        { label: marketTexts.node.key, value: <Address value={node.node} isFull /> },
        {
          label: marketTexts.node.provider,
          value: <Address value={node.provider} href={`/providers/${node.provider}`} />,
        },
        { label: marketTexts.node.payee, value: <Address value={node.payee} /> },
        {
          label: marketTexts.node.region,
          value: node.region || marketTexts.node.noRegion,
          note: marketTexts.node.regionNote,
        },
        {
          label: marketTexts.node.capability,
          value: hasCapability ? (
            <Hash value={node.capabilityHash} what="capability hash" />
          ) : (
            marketTexts.node.noCapability
          ),
          ...(hasCapability && { note: marketTexts.node.capabilityNote }),
        },
        node.endpoint !== "" && {
          label: marketTexts.node.endpoint,
          value: <span className="break-all">{node.endpoint}</span>,
        },
        { label: providerTexts.since, value: <Time value={node.registered.at} as="both" /> },
      ]}
    />
  );
}
