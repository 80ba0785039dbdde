"use client";

import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import Link from "next/link";
import { unitWords } from "../../texts/book.ts";
import { providerTexts } from "../../texts/profiles.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Amount } from "../amount.tsx";
import { ResourceClass } from "../resource-class.tsx";
import { Time } from "../time.tsx";

const texts = providerTexts.offers;

export interface OfferTableProps {
  readonly caption: string;
  /** Nothing while they are on their way. */
  readonly offers: readonly IndexedOffer[] | undefined;
  readonly empty: string;
}

/** Offers of one provider or node; each price leads to its offer. */
export function OfferTable({ caption, offers, empty }: OfferTableProps) {
  return (
    <Table
      caption={caption}
      columns={COLUMNS}
      rows={offers}
      rowKey={({ offerId }) => offerId}
      empty={<EmptyState title={empty} />}
      expected={2}
    />
  );
}

const COLUMNS: readonly Column<IndexedOffer>[] = [
  { key: "class", header: texts.resourceClass, cell: ({ resourceClass }) => <ResourceClass value={resourceClass} /> },
  {
    key: "price",
    header: texts.price,
    cell: ({ offerId, price, unitKind }) => (
      <Link href={`/offers/${offerId}`} className="text-accent hover:underline">
        <Amount value={price} /> <span className="text-xs">{unitWords[unitKind]}</span>
      </Link>
    ),
  },
  { key: "fixed", header: texts.fixed, isNumeric: true, cell: ({ fixedPrice }) => <Amount value={fixedPrice} /> },
  {
    key: "limit",
    header: texts.limit,
    isNumeric: true,
    cell: ({ exposureLimit }) => <Amount value={exposureLimit} decimals={2} />,
  },
  { key: "valid", header: texts.valid, cell: ({ validUntil }) => <Time value={validUntil} as="date" /> },
];
