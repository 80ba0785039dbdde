"use client";

import type { IndexedExecution } from "@computehive/protocol/indexer-api/execution";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { Hash } from "../../../components/hash.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { provideWorkTexts as texts } from "../../../texts/provide/work.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { rowsOf } from "../queries.ts";
import { AgentSays } from "./agent-says.tsx";
import { endedAt, failureOf, stakeLostOf } from "./failures.ts";
import { useExecutions } from "./use-executions.ts";

const COLUMNS: readonly Column<IndexedExecution>[] = [
  {
    key: "when",
    header: texts.when,
    cell: (execution) => <Time value={endedAt(execution) ?? execution.claimed.at} />,
  },
  {
    key: "job",
    header: texts.job,
    cell: ({ jobId }) => <Hash value={jobId} what="job id" href={`/jobs/${jobId}`} />,
  },
  {
    key: "node",
    header: texts.node,
    cell: ({ node }) => <Address value={node} href={`/provide/nodes/${node}`} withCopy={false} />,
    isSecondary: true,
  },
  {
    key: "state",
    header: texts.state,
    cell: ({ state }) => <Badge tone={state === "declined" ? "neutral" : "negative"}>{texts.states[state]}</Badge>,
  },
  {
    key: "why",
    header: texts.why,
    cell: (execution) => {
      const reason = failureOf(execution);
      const words = execution.ruling?.reason;
      return (
        <>
          {reason && texts.reasons[reason]}
          {words && <span className="block text-xs text-muted">“{words}”</span>}
          {!words && <AgentSays executionId={execution.executionId} isEager={execution.state === "declined"} />}
        </>
      );
    },
  },
  {
    key: "cost",
    header: texts.cost,
    isNumeric: true,
    cell: (execution) => {
      const lost = stakeLostOf(execution);
      return lost === 0n ? "–" : <Amount value={lost} />;
    },
  },
];

/** What was given back, expired or lost a dispute; paid work is not in it. */
export function FailureList({ provider }: { provider: AddressValue }) {
  const query = useExecutions(provider, { state: "declined,expired,settled" });
  const rows = rowsOf(query.data)?.filter((execution) => failureOf(execution) !== undefined);
  if (query.isError && !query.data) return <QueryError query={query} />;
  const hasNoneSoFar = rows?.length === 0 && query.hasNextPage;
  return (
    <Card title={texts.failures} isFlush>
      {!hasNoneSoFar && (
        <Table
          caption={texts.failures}
          columns={COLUMNS}
          rows={rows}
          rowKey={({ executionId }) => executionId}
          expected={2}
          empty={<EmptyState title={texts.failuresEmpty}>{texts.failuresEmptyText}</EmptyState>}
        />
      )}
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
        shown={texts.looked(rowsOf(query.data)?.length ?? 0)}
      />
    </Card>
  );
}
