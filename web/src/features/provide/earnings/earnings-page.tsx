"use client";

import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { Hash } from "../../../components/hash.tsx";
import { Count, Fuel } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { Time } from "../../../components/time.tsx";
import { useAccount } from "../../../lib/money/use-account.ts";
import { provideEarningsTexts as texts } from "../../../texts/provide/earnings.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { Stat, Stats } from "../../../ui/stat.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { Desk } from "../desk.tsx";
import { useProviderRecord } from "../queries.ts";
import { EarningsChart } from "./earnings-chart.tsx";
import { type Earning, useEarnings } from "./use-earnings.ts";

export function EarningsPage() {
  return (
    <Desk title={texts.title} lead={texts.lead} actions={<ButtonLink href="/account">{texts.withdraw}</ButtonLink>}>
      {(provider) => <EarningsContent provider={provider} />}
    </Desk>
  );
}

function EarningsContent({ provider }: { provider: AddressValue }) {
  const { query, earnings, payments } = useEarnings(provider);
  if (query.isError && !query.data) return <QueryError query={query} />;
  return (
    <>
      <EarningsFigures provider={provider} />
      {payments && payments.length > 0 && <EarningsChart payments={payments} />}
      <Card title={texts.table} isFlush>
        <Table
          caption={texts.table}
          columns={COLUMNS}
          rows={earnings}
          rowKey={({ execution }) => execution.executionId}
          empty={<EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>}
        />
        <LoadMore
          hasMore={query.hasNextPage}
          isLoading={query.isFetchingNextPage}
          onLoad={() => void query.fetchNextPage()}
          {...(earnings && earnings.length > 0 && { shown: texts.shown(earnings.length) })}
        />
      </Card>
    </>
  );
}

function EarningsFigures({ provider }: { provider: AddressValue }) {
  const { data } = useProviderRecord(provider);
  const account = useAccount(provider);
  const record = data === undefined ? undefined : (data?.record ?? { earned: 0n, settled: 0 });
  const amount = (value: bigint | undefined) =>
    value === undefined ? undefined : <Amount value={value} decimals={4} />;
  const average = record && (record.settled === 0 ? 0n : record.earned / BigInt(record.settled));
  return (
    <Card>
      <Stats>
        <Stat label={texts.total} value={amount(record?.earned)} />
        <Stat label={texts.settled} value={record && <Count value={record.settled} />} />
        <Stat label={texts.perJob} value={amount(average)} />
        <Stat label={texts.free} value={amount(account.data?.free)} />
      </Stats>
    </Card>
  );
}

const COLUMNS: readonly Column<Earning>[] = [
  { key: "when", header: texts.when, cell: ({ at }) => <Time value={at} /> },
  {
    key: "job",
    header: texts.job,
    cell: ({ execution: { jobId } }) => <Hash value={jobId} what="job id" href={`/jobs/${jobId}`} />,
  },
  {
    key: "node",
    header: texts.node,
    isSecondary: true,
    cell: ({ execution: { node } }) => <Address value={node} href={`/provide/nodes/${node}`} withCopy={false} />,
  },
  {
    key: "kind",
    header: texts.kind,
    cell: ({ execution: { settlement } }) => settlement && <StatusBadge job={settlement.state} />,
  },
  {
    key: "payee",
    header: texts.payee,
    isSecondary: true,
    cell: ({ execution: { payee } }) => <Address value={payee} withCopy={false} />,
  },
  {
    key: "fuel",
    header: texts.fuel,
    isNumeric: true,
    isSecondary: true,
    cell: ({ units }) => <Fuel value={units} withUnit={false} />,
  },
  { key: "amount", header: texts.amount, isNumeric: true, cell: ({ amount }) => <Amount value={amount} isSigned /> },
];
