"use client";

import { type OfferResponse, offerResponseSchema } from "@computehive/protocol/indexer-api/offer";
import { nodeResponseSchema, providerResponseSchema } from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Hex } from "viem";
import { Address } from "../../components/address.tsx";
import { Amount } from "../../components/amount.tsx";
import { Hash, TransactionLink } from "../../components/hash.tsx";
import { PresenceBadge, PresenceFacts } from "../../components/market/node-presence.tsx";
import { NothingHere } from "../../components/market/not-found.tsx";
import { StakeFacts } from "../../components/market/stake-facts.tsx";
import { TrackRecordTable } from "../../components/market/track-record.tsx";
import { TypicalCosts } from "../../components/market/typical-costs.tsx";
import { useHeard } from "../../components/market/use-heard.ts";
import { QueryError } from "../../components/query-error.tsx";
import { ResourceClass } from "../../components/resource-class.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Time } from "../../components/time.tsx";
import { isNotFound } from "../../lib/http/api-errors.ts";
import { useIndexer } from "../../lib/http/services.tsx";
import { useLive } from "../../lib/live/use-live.tsx";
import { unitWords } from "../../texts/book.ts";
import { marketTexts } from "../../texts/market.ts";
import { offerTexts as texts } from "../../texts/profiles.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { KeyValues } from "../../ui/key-values.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";

type Offer = OfferResponse["offer"];

const offerKey = (id: Hex) => ["indexer", "offer", id] as const;

/** One offer: its price, what jobs cost at it, and who stands behind it. */
export function OfferPage({ id }: { id: Hex }) {
  const indexer = useIndexer();
  const query = useQuery({
    queryKey: offerKey(id),
    queryFn: ({ signal }) => indexer.get(indexerRoutes.offer(id), offerResponseSchema, { signal }),
  });
  const offer = query.data?.offer;
  useLive([`offer:${id}`, ...(offer ? ([`node:${offer.node}`] as const) : [])], { keys: [offerKey(id)] });
  if (isNotFound(query.error)) {
    return (
      <Page title={texts.title} trail={<Trail />}>
        <NothingHere {...texts.notFound} action={<ButtonLink href="/book">{texts.closed.action}</ButtonLink>} />
      </Page>
    );
  }
  return (
    <Page
      title={
        <span className="inline-flex flex-wrap items-center gap-2.5">
          {texts.title}
          {offer && <ResourceClass value={offer.resourceClass} />}
          {offer && <StatusBadge offer={offer.state} />}
        </span>
      }
      lead={texts.lead(offer?.resourceClass ?? "…")}
      trail={<Trail />}
      actions={
        offer?.isOpen && (
          <ButtonLink href={`/jobs/new?offer=${offer.offerId}`} variant="primary" size="large">
            {texts.buy}
          </ButtonLink>
        )
      }
    >
      {query.isError && !offer && <QueryError query={query} />}
      {offer && !offer.isOpen && query.data && <Closed offer={offer} now={query.data.asOf.at} />}
      <div className="grid gap-5 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <Card title={texts.price.title}>{offer ? <PriceFacts offer={offer} /> : <SkeletonLines count={6} />}</Card>
          {offer?.unitKind !== "seconds" && offer?.unitKind !== "tokens" && (
            <Card title={marketTexts.costs.title}>
              {offer ? <TypicalCosts fixedPrice={offer.fixedPrice} price={offer.price} /> : <SkeletonLines count={9} />}
            </Card>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <NodeCard offer={offer} />
          <ProviderCard offer={offer} />
        </div>
      </div>
    </Page>
  );
}

function Trail() {
  return (
    <Link href="/book" className="hover:underline">
      {texts.book}
    </Link>
  );
}

function Closed({ offer, now }: { offer: Offer; now: number }) {
  const why =
    offer.state === "cancelled"
      ? texts.closed.cancelled
      : offer.validUntil < now
        ? texts.closed.expired
        : texts.closed.node;
  return (
    <Notice
      tone="caution"
      title={texts.closed.title}
      action={
        <ButtonLink href="/book" size="small">
          {texts.closed.action}
        </ButtonLink>
      }
    >
      {why}
    </Notice>
  );
}

function PriceFacts({ offer }: { offer: Offer }) {
  return (
    <>
      <KeyValues
        items={[
          {
            label: texts.price.perUnit,
            value: (
              <span className="text-lg font-semibold">
                <Amount value={offer.price} />{" "}
                <span className="text-sm font-normal text-muted">{unitWords[offer.unitKind]}</span>
              </span>
            ),
          },
          { label: texts.price.fixed, value: <Amount value={offer.fixedPrice} />, note: texts.price.fixedNote },
          { label: texts.price.limit, value: <Amount value={offer.exposureLimit} />, note: texts.price.limitNote },
          { label: texts.price.valid, value: <Time value={offer.validUntil} as="both" /> },
          { label: texts.price.posted, value: <Time value={offer.posted.at} as="both" /> },
          { label: texts.price.id, value: <Hash value={offer.offerId} what="offer id" /> },
          { label: texts.price.transaction, value: <TransactionLink hash={offer.posted.transaction} /> },
        ]}
      />
      <p className="mt-3 text-xs text-muted">{texts.price.firm}</p>
    </>
  );
}

function NodeCard({ offer }: { offer: Offer | undefined }) {
  const indexer = useIndexer();
  const heard = useHeard(offer?.node);
  const query = useQuery({
    queryKey: ["indexer", "node", offer?.node],
    enabled: offer !== undefined,
    queryFn: ({ signal }) => indexer.get(indexerRoutes.node((offer as Offer).node), nodeResponseSchema, { signal }),
  });
  const node = query.data?.node;
  return (
    <Card title={texts.node} aside={offer && <PresenceBadge heard={heard} />}>
      {query.isError && <QueryError query={query} />}
      {!node && !query.isError && <SkeletonLines count={4} />}
      {node && (
        <KeyValues
          items={[
            {
              label: marketTexts.node.key,
              value: <Address value={node.node} href={`/nodes/${node.node}`} />,
            },
            { label: marketTexts.node.state, value: <StatusBadge node={node.state} /> },
            {
              label: marketTexts.node.region,
              value: node.region || marketTexts.node.noRegion,
              note: marketTexts.node.regionNote,
            },
            { label: marketTexts.node.registered, value: <Time value={node.registered.at} as="both" /> },
          ]}
        />
      )}
      <div className="mt-1 border-t border-line pt-1">
        <PresenceFacts heard={offer ? heard : { kind: "unknown" }} />
      </div>
    </Card>
  );
}

function ProviderCard({ offer }: { offer: Offer | undefined }) {
  const indexer = useIndexer();
  const query = useQuery({
    queryKey: ["indexer", "provider", offer?.provider],
    enabled: offer !== undefined,
    queryFn: ({ signal }) =>
      indexer.get(indexerRoutes.provider((offer as Offer).provider), providerResponseSchema, { signal }),
  });
  const provider = query.data?.provider;
  return (
    <Card
      title={texts.provider}
      aside={offer && <Address value={offer.provider} href={`/providers/${offer.provider}`} withCopy={false} />}
    >
      {query.isError && <QueryError query={query} />}
      {!provider && !query.isError && <SkeletonLines count={8} />}
      {provider && (
        <div className="flex flex-col gap-4">
          <StakeFacts provider={provider} />
          <h3 className="text-sm font-semibold">{marketTexts.record.title}</h3>
          <TrackRecordTable record={provider.record} />
        </div>
      )}
    </Card>
  );
}
