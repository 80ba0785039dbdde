"use client";

import {
  AreaSeries,
  ColorType,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineType,
  type UTCTimestamp,
} from "lightweight-charts";
import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import type { ChartProps } from "./chart.tsx";

/** The drawing itself; only `chart.tsx` imports it. */
export function ChartCanvas({ points, format, kind = "area" }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ chart: IChartApi; series: ISeriesApi<"Area" | "Line" | "Histogram"> } | undefined>(undefined);
  const { resolvedTheme } = useTheme();

  useEffect(() => {
    if (!frame.current) return;
    const chart = createChart(frame.current, {
      autoSize: true,
      localization: { priceFormatter: format },
      timeScale: { timeVisible: true, borderVisible: false },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.15, bottom: 0.1 } },
      layout: { attributionLogo: false },
      handleScroll: false,
      handleScale: false,
    });
    const series = addSeries(chart, kind);
    drawn.current = { chart, series };
    return () => {
      chart.remove();
      drawn.current = undefined;
    };
  }, [kind, format]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours change with the theme, and a new chart has none yet.
  useEffect(() => {
    if (drawn.current) paint(drawn.current);
  }, [resolvedTheme, kind, format]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart has no points yet.
  useEffect(() => {
    drawn.current?.series.setData(points.map(({ time, value }) => ({ time: time as UTCTimestamp, value })));
    drawn.current?.chart.timeScale().fitContent();
  }, [points, kind, format]);

  return <div ref={frame} className="h-full w-full" />;
}

function addSeries(chart: IChartApi, kind: NonNullable<ChartProps["kind"]>) {
  const common = { priceLineVisible: false } as const;
  if (kind === "bars") return chart.addSeries(HistogramSeries, common);
  if (kind === "steps") return chart.addSeries(LineSeries, { ...common, lineType: LineType.WithSteps, lineWidth: 2 });
  return chart.addSeries(AreaSeries, { ...common, lineWidth: 2 });
}

/** The library draws on a canvas: colours are read from the page's own variables. */
function paint({ chart, series }: { chart: IChartApi; series: ISeriesApi<"Area" | "Line" | "Histogram"> }): void {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  chart.applyOptions({
    layout: {
      background: { type: ColorType.Solid, color: "transparent" },
      textColor: colour("--muted"),
      fontFamily: getComputedStyle(document.body).fontFamily,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colour("--line") } },
  });
  const accent = colour("--accent");
  series.applyOptions({ color: accent, lineColor: accent, topColor: `${accent}40`, bottomColor: `${accent}00` });
}
