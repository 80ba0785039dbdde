"use client";

import Link from "next/link";
import { Amount } from "../../../components/amount.tsx";
import { bookTexts } from "../../../texts/book.ts";
import { Badge } from "../../../ui/badge.tsx";
import { ButtonLink } from "../../../ui/button.tsx";
import { Countdown } from "../../../ui/countdown.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import type { BookRow } from "../model/arrange.ts";
import type { BidEntry } from "../model/entries.ts";
import { BookSide, type SideColumn } from "./book-side.tsx";

const texts = bookTexts.jobs;

export interface JobsSideProps {
  readonly rows: readonly BookRow<BidEntry>[];
  /** Time of the chain, Unix seconds. */
  readonly now: number;
  readonly isFiltered: boolean;
}

/** What buyers pay, the best paid first. Each row leads to its job. */
export function JobsSide({ rows, now, isFiltered }: JobsSideProps) {
  if (rows.length === 0 && isFiltered) return <EmptyState title={texts.filtered} />;
  if (rows.length === 0) {
    return (
      <EmptyState title={texts.empty} action={<ButtonLink href="/jobs/new">{texts.emptyAction}</ButtonLink>}>
        {texts.emptyWhy}
      </EmptyState>
    );
  }
  const columns: readonly SideColumn<BidEntry>[] = [
    {
      key: "price",
      header: texts.price,
      cell: ({ entry }) => (
        <Link
          href={`/jobs/${entry.id}`}
          prefetch={false}
          className="font-medium text-positive after:absolute after:inset-0 hover:underline"
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
      key: "pay",
      header: texts.pay,
      isNumeric: true,
      cell: ({ entry }) => <Amount value={entry.maxPay} decimals={4} withSymbol={false} />,
    },
    { key: "left", header: texts.left, isSecondary: true, cell: ({ entry }) => <TimeLeft entry={entry} now={now} /> },
    {
      key: "depth",
      header: texts.depth,
      isNumeric: true,
      cell: ({ depth }) => <Amount value={depth} decimals={2} withSymbol={false} />,
    },
  ];
  return (
    <BookSide
      caption={texts.caption}
      rows={rows}
      columns={columns}
      grid={{ narrow: "1fr 1fr 1fr 1fr", wide: "1fr 0.8fr 1fr 1.6fr 1fr" }}
      barClass="bg-positive-soft"
    />
  );
}

function TimeLeft({ entry: { claimBefore, exclusiveUntil }, now }: { entry: BidEntry; now: number }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Countdown until={claimBefore} />
      {exclusiveUntil !== undefined && exclusiveUntil >= now && (
        <Badge tone="caution" title={texts.reservedHint}>
          {texts.reserved}
        </Badge>
      )}
    </span>
  );
}
