"use client";

import { type PricePoint, pricesResponseSchema } from "@computehive/protocol/indexer-api/book";
import { LARGEST_PAGE } from "@computehive/protocol/indexer-api/common";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { formatAmount } from "@computehive/protocol/price";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useCallback, useMemo } from "react";
import { Amount } from "../../../components/amount.tsx";
import { Count, Fuel } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { useIndexer } from "../../../lib/http/services.tsx";
import { bookTexts } from "../../../texts/book.ts";
import { Chart, type ChartPoint } from "../../../ui/chart.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { formatDateTime } from "../../../ui/time/format-time.ts";
import type { BookScope } from "../model/changes.ts";
import { bookKeys } from "../queries.ts";

const texts = bookTexts.prices;
const LISTED = 8;
const CHART_HEIGHT = 180;

/** What buyers really paid: a curve, and the last ones with their receipts. */
export function SettledPrices({ resourceClass, unitKind }: BookScope) {
  const indexer = useIndexer();
  const query = useQuery({
    queryKey: bookKeys.prices(resourceClass, unitKind),
    queryFn: ({ signal }) =>
      indexer.get(indexerRoutes.prices({ resourceClass, unitKind, limit: LARGEST_PAGE }), pricesResponseSchema, {
        signal,
      }),
  });
  if (query.isError && !query.data) return <QueryError query={query} />;
  const items = query.data?.items;
  if (items?.length === 0) return <EmptyState title={texts.empty}>{texts.emptyWhy}</EmptyState>;
  return (
    <div className="flex flex-col gap-3">
      {items ? <PriceCurve points={items} /> : <Skeleton className="h-45 w-full" />}
      <div className="-mx-4 -mb-4 border-t border-line">
        <Table
          caption={texts.caption}
          columns={COLUMNS}
          rows={items?.slice(0, LISTED)}
          rowKey={({ executionId }) => executionId}
          empty={null}
          expected={LISTED}
        />
      </div>
    </div>
  );
}

function PriceCurve({ points }: { points: readonly PricePoint[] }) {
  const token = useToken();
  const decimals = token?.decimals ?? 0;
  const curve = useMemo(() => curveOf(points, decimals), [points, decimals]);
  const format = useCallback((value: number) => value.toFixed(Math.min(4, decimals)), [decimals]);
  if (!token) return <Skeleton className="h-45 w-full" />;
  return (
    <Chart
      label={texts.label}
      points={curve}
      format={format}
      formatTime={(seconds) => formatDateTime(seconds)}
      height={CHART_HEIGHT}
    />
  );
}

/** One point a second, rising: the newest of each. */
function curveOf(points: readonly PricePoint[], decimals: number): ChartPoint[] {
  const bySecond = new Map<number, number>();
  for (const { at, price } of points) {
    if (!bySecond.has(at)) bySecond.set(at, Number(formatAmount(price, decimals)));
  }
  return [...bySecond].map(([time, value]) => ({ time, value })).sort((a, b) => a.time - b.time);
}

const COLUMNS: readonly Column<PricePoint>[] = [
  { key: "time", header: texts.time, cell: ({ at }) => <Time value={at} /> },
  { key: "price", header: texts.price, isNumeric: true, cell: ({ price }) => <Amount value={price} decimals={4} /> },
  {
    key: "units",
    header: texts.units,
    isNumeric: true,
    cell: ({ units, unitKind }) => <Units {...{ units, unitKind }} />,
  },
  {
    key: "amount",
    header: texts.amount,
    isNumeric: true,
    cell: ({ amount }) => <Amount value={amount} decimals={4} />,
  },
  {
    key: "receipt",
    header: texts.receipt,
    cell: ({ executionId }) => (
      <Link href={`/receipts/${executionId}`} className="text-accent hover:underline">
        {texts.receipt}
      </Link>
    ),
  },
];

function Units({ units, unitKind }: Pick<PricePoint, "units" | "unitKind">) {
  return unitKind === "fuel" ? <Fuel value={units} withUnit={false} /> : <Count value={units} />;
}
