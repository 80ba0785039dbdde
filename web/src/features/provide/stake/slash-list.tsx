"use client";

import type { Address } from "viem";
import { Amount } from "../../../components/amount.tsx";
import { Hash, TransactionLink } from "../../../components/hash.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { provideStakeTexts as texts } from "../../../texts/provide/stake.ts";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { rowsOf } from "../queries.ts";
import type { Slash } from "./slashes.ts";
import { useSlashes } from "./use-slashes.ts";

const COLUMNS: readonly Column<Slash>[] = [
  { key: "when", header: texts.when, cell: ({ place }) => <Time value={place.at} /> },
  {
    key: "why",
    header: texts.why,
    cell: ({ reason, words }) => (
      <>
        {texts.reasons[reason]}
        {words && <span className="block text-xs text-muted">“{words}”</span>}
      </>
    ),
  },
  {
    key: "job",
    header: texts.execution,
    cell: ({ jobId }) => (jobId ? <Hash value={jobId} what="job id" href={`/jobs/${jobId}`} /> : "–"),
  },
  {
    key: "transaction",
    header: texts.transaction,
    cell: ({ place }) => <TransactionLink hash={place.transaction} withCopy={false} />,
    isSecondary: true,
  },
  {
    key: "lost",
    header: texts.lost,
    isNumeric: true,
    cell: ({ burned, fee }) => (
      <>
        <Amount value={burned + fee} />
        {fee > 0n && (
          <span className="block text-xs text-muted">
            <Amount value={fee} withSymbol={false} /> {texts.fee}
          </span>
        )}
      </>
    ),
  },
];

/** Penalties and lost disputes, with their reasons. */
export function SlashList({ provider }: { provider: Address }) {
  const query = useSlashes(provider);
  if (query.isError && !query.data) return <QueryError query={query} />;
  return (
    <Card title={texts.slashes} isFlush>
      <Table
        caption={texts.slashes}
        columns={COLUMNS}
        rows={rowsOf(query.data)}
        rowKey={({ place }) => `${place.transaction}${place.logIndex}`}
        expected={2}
        empty={<EmptyState title={texts.slashesEmpty}>{texts.slashesEmptyText}</EmptyState>}
      />
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
      />
    </Card>
  );
}
