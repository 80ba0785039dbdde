"use client";

import Link from "next/link";
import { Amount } from "../../../components/amount.tsx";
import { shortHex } from "../../../components/hash.tsx";
import { bookTexts } from "../../../texts/book.ts";
import { Dot } from "../../../ui/badge.tsx";
import { ButtonLink } from "../../../ui/button.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import type { BookRow, NodeFacts } from "../model/arrange.ts";
import type { AskEntry } from "../model/entries.ts";
import { BookSide, type SideColumn } from "./book-side.tsx";

const texts = bookTexts.offers;

export interface OffersSideProps {
  readonly rows: readonly BookRow<AskEntry>[];
  readonly nodes: ReadonlyMap<string, NodeFacts>;
  readonly isFiltered: boolean;
}

/** What nodes ask, the cheapest first. Each row leads to its offer. */
export function OffersSide({ rows, nodes, isFiltered }: OffersSideProps) {
  if (rows.length === 0 && isFiltered) return <EmptyState title={texts.filtered} />;
  if (rows.length === 0) {
    return (
      <EmptyState title={texts.empty} action={<ButtonLink href="/provide">{texts.emptyAction}</ButtonLink>}>
        {texts.emptyWhy}
      </EmptyState>
    );
  }
  const columns: readonly SideColumn<AskEntry>[] = [
    {
      key: "price",
      header: texts.price,
      cell: ({ entry }) => (
        <Link
          href={`/offers/${entry.id}`}
          prefetch={false}
          className="font-medium text-accent after:absolute after:inset-0 hover:underline"
        >
          <Amount value={entry.price} decimals={4} withSymbol={false} />
        </Link>
      ),
    },
    {
      key: "fixed",
      header: texts.fixed,
      isNumeric: true,
      cell: ({ entry }) => <Amount value={entry.fixedPrice} decimals={4} withSymbol={false} />,
    },
    {
      key: "limit",
      header: <span title={texts.limitHint}>{texts.limit}</span>,
      isNumeric: true,
      cell: ({ entry }) => <Amount value={entry.exposureLimit} decimals={2} withSymbol={false} />,
    },
    {
      key: "node",
      header: texts.node,
      isSecondary: true,
      cell: ({ entry }) => <NodeName entry={entry} nodes={nodes} />,
    },
    {
      key: "region",
      header: texts.region,
      isSecondary: true,
      cell: ({ entry }) => nodes.get(entry.node)?.region || <span className="text-muted">–</span>,
    },
    {
      key: "depth",
      header: texts.depth,
      isNumeric: true,
      cell: ({ depth }) => <Amount value={depth} decimals={0} withSymbol={false} />,
    },
  ];
  return (
    <BookSide
      caption={texts.caption}
      rows={rows}
      columns={columns}
      grid={{ narrow: "1fr 1fr 1fr 1fr", wide: "1fr 0.8fr 0.9fr 1.5fr 0.8fr 1fr" }}
      barClass="bg-accent-soft"
    />
  );
}

function NodeName({ entry, nodes }: { entry: AskEntry; nodes: ReadonlyMap<string, NodeFacts> }) {
  const isOnline = nodes.get(entry.node)?.online === true;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Dot tone={isOnline ? "positive" : "neutral"} />
      <span className="sr-only">{isOnline ? bookTexts.online : bookTexts.offline}</span>
      <span className="font-mono text-xs" title={entry.node}>
        {shortHex(entry.node)}
      </span>
    </span>
  );
}
