"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "./skeleton.tsx";

export interface ChartPoint {
  /** Unix seconds, rising. */
  readonly time: number;
  readonly value: number;
}

export interface ChartProps {
  /** What is drawn; read aloud and the caption of the table. */
  readonly label: string;
  readonly points: readonly ChartPoint[];
  /** Writes a value on the scale and in the table. */
  readonly format: (value: number) => string;
  /** Writes a time in the table. */
  readonly formatTime: (seconds: number) => string;
  readonly kind?: "area" | "steps" | "bars";
  readonly height?: number;
}

/** The drawing code is fetched after the page is there: no page waits for it. */
const Canvas = dynamic(async () => (await import("./chart-canvas.tsx")).ChartCanvas, {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full" />,
});

/** A line over time, with the same figures as a table for those who do not see it. */
export function Chart({ height = 220, ...props }: ChartProps) {
  const { label, points, format, formatTime } = props;
  return (
    <figure>
      <div aria-hidden="true" style={{ height }}>
        <Canvas {...props} />
      </div>
      <details className="mt-2 text-xs">
        <summary className="cursor-pointer text-muted hover:text-ink">Show as a table</summary>
        <div
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
          tabIndex={0}
          className="mt-2 max-h-60 overflow-auto"
        >
          <table className="w-full text-left">
            <caption className="sr-only">{label}</caption>
            <thead className="text-muted">
              <tr>
                <th scope="col" className="py-1 font-medium">
                  Time
                </th>
                <th scope="col" className="py-1 text-right font-medium">
                  Value
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ time, value }) => (
                <tr key={time}>
                  <td className="py-0.5">{formatTime(time)}</td>
                  <td className="py-0.5 text-right">{format(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <figcaption className="sr-only">{label}</figcaption>
    </figure>
  );
}
