"use client";

import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import { type ReactNode, useState } from "react";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { ResourceClass } from "../../../components/resource-class.tsx";
import { Time } from "../../../components/time.tsx";
import { useChainNow } from "../../../lib/chain/use-chain-now.ts";
import { provideOffersTexts as texts } from "../../../texts/provide/offers.ts";
import { Badge } from "../../../ui/badge.tsx";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { CheckField } from "../../../ui/field.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { rowsOf } from "../queries.ts";
import { CancelOffer } from "./cancel-offer.tsx";
import { useOffers } from "./queries.ts";

export interface OfferTableProps {
  readonly provider: AddressValue;
  /** Only of this node. */
  readonly node?: AddressValue;
  readonly title?: string;
  readonly canChange?: boolean;
}

const FACTS: readonly Column<IndexedOffer>[] = [
  {
    key: "node",
    header: texts.node,
    cell: ({ node }) => <Address value={node} href={`/provide/nodes/${node}`} withCopy={false} />,
  },
  { key: "class", header: texts.class, cell: ({ resourceClass }) => <ResourceClass value={resourceClass} /> },
  { key: "fixed", header: texts.fixedPrice, isNumeric: true, cell: ({ fixedPrice }) => <Amount value={fixedPrice} /> },
  { key: "price", header: texts.price, isNumeric: true, cell: ({ price }) => <Amount value={price} /> },
  {
    key: "limit",
    header: texts.limit,
    isNumeric: true,
    isSecondary: true,
    cell: ({ exposureLimit }) => <Amount value={exposureLimit} />,
  },
  { key: "until", header: texts.until, isSecondary: true, cell: ({ validUntil }) => <Time value={validUntil} /> },
  { key: "state", header: texts.state, cell: (offer) => <OfferState offer={offer} /> },
];

/** A provider's standing prices. */
export function OfferTable({ provider, node, title = texts.title, canChange = true }: OfferTableProps) {
  const [onlyOpen, setOnlyOpen] = useState(true);
  const query = useOffers(provider, { onlyOpen, ...(node && { node }) });
  if (query.isError && !query.data) return <QueryError query={query} />;
  const columns = canChange ? [...FACTS, ACTIONS] : FACTS;
  return (
    <Card
      title={title}
      isFlush
      aside={
        <CheckField label={texts.all} checked={!onlyOpen} onChange={({ target }) => setOnlyOpen(!target.checked)} />
      }
    >
      <Table
        caption={title}
        columns={columns}
        rows={rowsOf(query.data)}
        rowKey={({ offerId }) => offerId}
        expected={2}
        empty={<NoOffers node={node} canChange={canChange} />}
      />
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
      />
    </Card>
  );
}

const ACTIONS: Column<IndexedOffer> = {
  key: "actions",
  header: <span className="sr-only">{texts.actions}</span>,
  isNumeric: true,
  cell: (offer): ReactNode =>
    offer.state === "posted" && (
      <span className="flex justify-end gap-1">
        <ButtonLink href={`/provide/offers/new?replace=${offer.offerId}`} size="small">
          {texts.edit}
        </ButtonLink>
        <CancelOffer offer={offer} />
      </span>
    ),
};

function NoOffers({ node, canChange }: { node: AddressValue | undefined; canChange: boolean }) {
  return (
    <EmptyState
      title={texts.empty}
      action={
        canChange && (
          <ButtonLink href={`/provide/offers/new${node ? `?node=${node}` : ""}`} variant="primary">
            {texts.add}
          </ButtonLink>
        )
      }
    >
      {texts.emptyText}
    </EmptyState>
  );
}

function OfferState({ offer: { state, isOpen, validUntil } }: { offer: IndexedOffer }) {
  const now = useChainNow();
  if (state === "cancelled") return <Badge>{texts.cancelled}</Badge>;
  if (isOpen) return <Badge tone="positive">{texts.open}</Badge>;
  const isOver = now !== undefined && now > validUntil;
  return isOver ? <Badge>{texts.over}</Badge> : <Badge tone="caution">{texts.nodeHeld}</Badge>;
}
