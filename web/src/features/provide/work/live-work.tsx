"use client";

import type { IndexedExecution } from "@computehive/protocol/indexer-api/execution";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { Hash } from "../../../components/hash.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { Time } from "../../../components/time.tsx";
import { provideStakeTexts } from "../../../texts/provide/stake.ts";
import { provideWorkTexts as texts } from "../../../texts/provide/work.ts";
import { Card } from "../../../ui/card.tsx";
import { Countdown } from "../../../ui/countdown.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { rowsOf } from "../queries.ts";
import { useExecutions } from "./use-executions.ts";

const COLUMNS: readonly Column<IndexedExecution>[] = [
  {
    key: "job",
    header: texts.job,
    cell: ({ jobId }) => <Hash value={jobId} what="job id" href={`/jobs/${jobId}`} />,
  },
  {
    key: "node",
    header: texts.node,
    cell: ({ node }) => <Address value={node} href={`/provide/nodes/${node}`} withCopy={false} />,
  },
  { key: "state", header: texts.state, cell: ({ state }) => <State state={state} /> },
  { key: "since", header: provideStakeTexts.since, cell: ({ claimed }) => <Time value={claimed.at} /> },
  { key: "deadline", header: texts.deadline, cell: (execution) => <Deadline execution={execution} /> },
  { key: "exposure", header: texts.exposure, isNumeric: true, cell: ({ exposure }) => <Amount value={exposure} /> },
];

/** What the provider's nodes do now. */
export function LiveWork({ provider, node, title }: { provider: AddressValue; node?: AddressValue; title: string }) {
  const query = useExecutions(provider, { state: "running,submitted,disputed", ...(node && { node }) });
  if (query.isError && !query.data) return <QueryError query={query} />;
  return (
    <Card title={title} isFlush>
      <Table
        caption={title}
        columns={COLUMNS}
        rows={rowsOf(query.data)}
        rowKey={({ executionId }) => executionId}
        expected={2}
        empty={<EmptyState title={texts.liveEmpty}>{texts.liveEmptyText}</EmptyState>}
      />
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
      />
    </Card>
  );
}

function State({ state }: Pick<IndexedExecution, "state">) {
  const isLive = state === "running" || state === "submitted" || state === "disputed";
  return isLive ? <StatusBadge job={state} /> : texts.states[state];
}

function Deadline({ execution: { state, submitBy } }: { execution: IndexedExecution }) {
  if (state === "submitted") return <span className="text-muted">{texts.windowRuns}</span>;
  if (state === "disputed") return <span className="text-muted">{texts.verdict}</span>;
  return (
    <span className="whitespace-nowrap">
      {texts.submitBy} <Countdown until={submitBy} over={texts.overdue} />
    </span>
  );
}
