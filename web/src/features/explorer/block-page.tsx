"use client";

import type { Transaction } from "viem";
import { Address } from "../../components/address.tsx";
import { Hash, TransactionLink } from "../../components/hash.tsx";
import { Count } from "../../components/quantity.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { Time } from "../../components/time.tsx";
import { useConfig } from "../../lib/config/config-context.tsx";
import { explorerTexts } from "../../texts/explorer.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { KeyValues } from "../../ui/key-values.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { gwei } from "./gwei.ts";
import { CallName } from "./lazy-parts.tsx";
import { type BlockWithTransactions, useBlock } from "./queries.ts";
import { Trail } from "./trail.tsx";

const texts = explorerTexts.block;

export function BlockPage({ number }: { number: string }) {
  const height = BigInt(number);
  const query = useBlock(height);
  const { data: block } = query;
  return (
    <Page
      title={texts.title(number)}
      trail={<Trail />}
      actions={
        <>
          {height > 0n && <ButtonLink href={`/explorer/blocks/${height - 1n}`}>{texts.previous}</ButtonLink>}
          <ButtonLink href={`/explorer/blocks/${height + 1n}`}>{texts.next}</ButtonLink>
        </>
      }
    >
      {query.isError && !block ? (
        <QueryError query={query} />
      ) : block === null ? (
        <Card>
          <EmptyState title={texts.missing}>{texts.missingBody}</EmptyState>
        </Card>
      ) : (
        <>
          <Card>{block ? <Facts block={block} /> : <SkeletonLines count={6} />}</Card>
          <Card title={texts.transactions} isFlush>
            <Transactions rows={block?.transactions} />
          </Card>
        </>
      )}
    </Page>
  );
}

function Facts({ block }: { block: BlockWithTransactions }) {
  const { fields } = texts;
  const { timestamp, hash, parentHash, miner, gasUsed, gasLimit, baseFeePerGas, number } = block;
  return (
    <KeyValues
      items={[
        { label: fields.time, value: <Time value={Number(timestamp)} as="both" /> },
        { label: fields.transactions, value: <Count value={block.transactions.length} /> },
        { label: fields.hash, value: <Hash value={hash} what="block hash" isFull /> },
        {
          label: fields.parent,
          value: (
            <Hash
              value={parentHash}
              what="parent hash"
              href={number > 0n ? `/explorer/blocks/${number - 1n}` : undefined}
            />
          ),
        },
        { label: fields.miner, value: <Address value={miner} /> },
        {
          label: fields.gas,
          value: (
            <>
              <Count value={gasUsed} /> of <Count value={gasLimit} />
            </>
          ),
        },
        baseFeePerGas !== null && { label: fields.baseFee, value: `${gwei(baseFeePerGas)} gwei` },
      ]}
    />
  );
}

function Transactions({ rows }: { rows: readonly Transaction[] | undefined }) {
  const { deployment } = useConfig();
  const columns: readonly Column<Transaction>[] = [
    { key: "hash", header: explorerTexts.transaction.title, cell: ({ hash }) => <TransactionLink hash={hash} /> },
    { key: "call", header: texts.call, cell: (row) => <CallName deployment={deployment} transaction={row} /> },
    { key: "from", header: texts.from, cell: ({ from }) => <Address value={from} withCopy={false} /> },
    {
      key: "to",
      header: texts.to,
      cell: ({ to }) => (to ? <Address value={to} withCopy={false} /> : explorerTexts.transaction.creates),
    },
  ];
  return (
    <Table
      caption={texts.transactions}
      columns={columns}
      rows={rows}
      rowKey={({ hash }) => hash}
      empty={<EmptyState title={texts.noTransactions} />}
    />
  );
}
