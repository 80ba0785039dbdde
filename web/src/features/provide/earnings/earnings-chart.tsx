"use client";

import { formatAmount } from "@computehive/protocol/price";
import { useCallback, useMemo } from "react";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { provideEarningsTexts as texts } from "../../../texts/provide/earnings.ts";
import { Card } from "../../../ui/card.tsx";
import { Chart } from "../../../ui/chart.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { formatDateTime } from "../../../ui/time/format-time.ts";
import { useNow } from "../../../ui/time/use-now.ts";
import { bucketSizeFor, earningsSeries, type Payment } from "./earnings-series.ts";

const HEIGHT = 220;
/** The picture moves on with the clock in this rhythm, seconds. */
const REDRAW = 60;

/** Sums over time as bars. The drawing code comes after the page. */
export function EarningsChart({ payments }: { payments: readonly Payment[] }) {
  const token = useToken();
  const now = useNow();
  const minute = now === undefined ? undefined : Math.ceil(now / REDRAW) * REDRAW;
  const size = minute === undefined ? "day" : bucketSizeFor(payments, minute);
  const points = useMemo(() => {
    if (minute === undefined || !token) return undefined;
    return earningsSeries(payments, size, minute).map(({ from, amount }) => ({
      time: from,
      // A picture may lose what no eye sees; the table below holds the exact amounts.
      value: Number(formatAmount(amount, token.decimals)),
    }));
  }, [payments, size, minute, token]);
  const symbol = token?.symbol ?? "";
  const format = useCallback((value: number) => `${Number(value.toFixed(6))} ${symbol}`, [symbol]);
  return (
    <Card title={`${texts.chart}, ${texts.sizes[size]}`}>
      {points ? (
        <Chart
          label={texts.chart}
          points={points}
          kind="bars"
          height={HEIGHT}
          format={format}
          formatTime={formatDateTime}
        />
      ) : (
        <Skeleton className="h-[244px] w-full" />
      )}
    </Card>
  );
}
