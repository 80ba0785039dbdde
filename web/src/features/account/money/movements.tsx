"use client";

import type { Movement } from "@computehive/protocol/indexer-api/account";
import type { Address } from "viem";
import { Amount } from "../../../components/amount.tsx";
import { Hash, TransactionLink } from "../../../components/hash.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { useAccountHistory } from "../queries.ts";

const texts = accountMoneyTexts.movements;

const COLUMNS: readonly Column<Movement>[] = [
  { key: "when", header: texts.when, cell: ({ place }) => <Time value={place.at} /> },
  { key: "what", header: texts.what, cell: ({ kind }) => texts.kinds[kind] },
  {
    key: "about",
    header: texts.about,
    cell: ({ jobId, place }) =>
      jobId ? (
        <Hash value={jobId} what="job id" href={`/jobs/${jobId}`} withCopy={false} />
      ) : (
        <TransactionLink hash={place.transaction} withCopy={false} />
      ),
  },
  {
    key: "amount",
    header: texts.amount,
    isNumeric: true,
    cell: ({ amount, direction }) => (
      <span className={direction === "in" ? "text-positive" : undefined}>
        <Amount value={direction === "in" ? amount : -amount} isSigned />
      </span>
    ),
  },
  { key: "free", header: texts.free, isNumeric: true, isSecondary: true, cell: ({ free }) => <Amount value={free} /> },
];

/** Everything that changed the free money, newest first. */
export function Movements({ owner }: { owner: Address }) {
  const query = useAccountHistory(owner);
  if (query.isError && !query.data) return <QueryError query={query} />;
  const rows = query.data?.pages.flatMap(({ movements }) => movements);
  return (
    <Card title={texts.title} isFlush>
      <Table
        caption={texts.title}
        columns={COLUMNS}
        rows={rows}
        rowKey={({ kind, direction, place }) => `${place.transaction}${place.logIndex}${kind}${direction}`}
        empty={<EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>}
      />
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
        {...(rows && rows.length > 0 && { shown: texts.shown(rows.length) })}
      />
    </Card>
  );
}
