"use client";

import { Address } from "../../../components/address.tsx";
import { BlockLink, TransactionLink } from "../../../components/hash.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { useIndexerState } from "../../../lib/services/services-state.ts";
import { explorerTexts } from "../../../texts/explorer.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { ArgumentsView } from "../values/value-view.tsx";
import { type EventFilter, FALLBACK_BLOCKS, type ShownEvent, useEvents } from "./use-events.ts";

const texts = explorerTexts.events;

const COLUMNS: readonly Column<ShownEvent>[] = [
  {
    key: "event",
    header: texts.event,
    cell: ({ decoded }) => <span className="font-medium">{decoded.name}</span>,
  },
  {
    key: "contract",
    header: texts.contract,
    cell: ({ decoded }) => (
      <Address
        value={decoded.contract.address}
        href={`/explorer/contracts/${decoded.contract.address}`}
        withCopy={false}
      />
    ),
  },
  {
    key: "what",
    header: texts.what,
    cell: ({ decoded }) => (
      <details className="text-left">
        <summary className="cursor-pointer text-muted hover:text-ink">{decoded.parameters.length}</summary>
        <ArgumentsView parameters={decoded.parameters} values={decoded.values} />
      </details>
    ),
  },
  {
    key: "block",
    header: texts.where,
    cell: ({ block, at }) => (
      <span className="whitespace-nowrap">
        <BlockLink number={block} />
        {at !== undefined && (
          <span className="ml-2 text-xs text-muted">
            <Time value={at} />
          </span>
        )}
      </span>
    ),
  },
  {
    key: "transaction",
    header: texts.transaction,
    cell: ({ transaction }) => <TransactionLink hash={transaction} withCopy={false} />,
  },
];

/** Events with their arguments, newest first; says where they come from when it is not the indexer. */
export function EventsTable({ filter }: { filter: EventFilter }) {
  const { source, events, query, hasMore, isLoadingMore, loadMore } = useEvents(filter);
  const indexer = useIndexerState();
  if (query.isError && !events) {
    return (
      <div className="p-4">
        <QueryError query={query} />
      </div>
    );
  }
  return (
    <>
      {source === "chain" && (
        <div className="px-4 pt-3">
          <Notice tone="caution">{texts.fromChain(FALLBACK_BLOCKS)}</Notice>
        </div>
      )}
      {source === "indexer" && indexer.kind === "behind" && (
        <div className="px-4 pt-3">
          <Notice tone="caution">{texts.behind(indexer.blocks)}</Notice>
        </div>
      )}
      <Table
        caption={texts.caption}
        columns={COLUMNS}
        rows={events}
        rowKey={({ id }) => id}
        empty={<EmptyState title={texts.empty}>{texts.emptyBody}</EmptyState>}
      />
      <LoadMore
        hasMore={hasMore}
        isLoading={isLoadingMore}
        onLoad={loadMore}
        {...(events && events.length > 0 && { shown: texts.shown(events.length) })}
      />
    </>
  );
}
