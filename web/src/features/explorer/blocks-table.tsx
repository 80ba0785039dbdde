"use client";

import type { Block } from "viem";
import { BlockLink } from "../../components/hash.tsx";
import { Count } from "../../components/quantity.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { Time } from "../../components/time.tsx";
import { explorerTexts } from "../../texts/explorer.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { useBlocks } from "./queries.ts";

const texts = explorerTexts.blocks;
type Row = Block<bigint, false, "latest">;

const COLUMNS: readonly Column<Row>[] = [
  { key: "number", header: texts.number, cell: ({ number }) => <BlockLink number={number} /> },
  { key: "age", header: texts.age, cell: ({ timestamp }) => <Time value={Number(timestamp)} /> },
  {
    key: "transactions",
    header: texts.transactions,
    isNumeric: true,
    cell: ({ transactions }) => <Count value={transactions.length} />,
  },
  { key: "gas", header: texts.gas, isNumeric: true, cell: ({ gasUsed }) => <Count value={gasUsed} /> },
];

/** The newest blocks, straight from the RPC. */
export function BlocksTable() {
  const blocks = useBlocks();
  if (blocks.isError && !blocks.data) {
    return (
      <div className="p-4">
        <QueryError query={blocks} />
      </div>
    );
  }
  return (
    <>
      <Table
        caption={texts.title}
        columns={COLUMNS}
        rows={blocks.data?.pages.flat() as Row[] | undefined}
        rowKey={({ hash }) => hash}
        empty={<EmptyState title={texts.empty} />}
        expected={12}
      />
      <LoadMore
        hasMore={blocks.hasNextPage}
        isLoading={blocks.isFetchingNextPage}
        onLoad={() => void blocks.fetchNextPage()}
      />
    </>
  );
}
