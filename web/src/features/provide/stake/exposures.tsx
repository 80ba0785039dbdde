"use client";

import type { IndexedExecution } from "@computehive/protocol/indexer-api/execution";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { Hash } from "../../../components/hash.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { Time } from "../../../components/time.tsx";
import { provideStakeTexts as texts } from "../../../texts/provide/stake.ts";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { rowsOf } from "../queries.ts";
import { useExecutions } from "../work/use-executions.ts";

const COLUMNS: readonly Column<IndexedExecution>[] = [
  {
    key: "job",
    header: texts.execution,
    cell: ({ jobId }) => <Hash value={jobId} what="job id" href={`/jobs/${jobId}`} />,
  },
  {
    key: "node",
    header: texts.node,
    cell: ({ node }) => <Address value={node} href={`/provide/nodes/${node}`} withCopy={false} />,
  },
  {
    key: "state",
    header: texts.state,
    cell: ({ state }) =>
      state === "running" || state === "submitted" || state === "disputed" ? <StatusBadge job={state} /> : state,
  },
  { key: "since", header: texts.since, cell: ({ claimed }) => <Time value={claimed.at} />, isSecondary: true },
  { key: "exposure", header: texts.committed, isNumeric: true, cell: ({ exposure }) => <Amount value={exposure} /> },
];

/** Which open work commits which part of the stake. */
export function Exposures({ provider }: { provider: AddressValue }) {
  const query = useExecutions(provider, { state: "running,submitted,disputed" });
  if (query.isError && !query.data) return <QueryError query={query} />;
  return (
    <Card title={texts.exposures} isFlush>
      <Table
        caption={texts.exposures}
        columns={COLUMNS}
        rows={rowsOf(query.data)}
        rowKey={({ executionId }) => executionId}
        expected={2}
        empty={<EmptyState title={texts.exposuresEmpty}>{texts.exposuresEmptyText}</EmptyState>}
      />
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
      />
    </Card>
  );
}
