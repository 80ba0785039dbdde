"use client";

import { formatDateTime, formatDuration, formatShortDuration, formatUtc } from "../ui/time/format-time.ts";
import { useNow } from "../ui/time/use-now.ts";

/**
 * A moment, given in Unix seconds: by default how long ago or how far ahead, with the date in the title. The server draws
 * UTC, the browser its own zone after the first picture, so that both agree.
 */
export function Time({ value, as = "ago" }: { value: number; as?: "ago" | "date" | "both" }) {
  const now = useNow();
  const date = now === undefined ? formatUtc(value) : formatDateTime(value, { withSeconds: true });
  const distance = now === undefined ? undefined : distanceText(value, now);
  const text = { ago: distance ?? date, date, both: distance ? `${date} (${distance})` : date }[as];
  return (
    <time dateTime={new Date(value * 1000).toISOString()} title={date} className="whitespace-nowrap">
      {text}
    </time>
  );
}

function distanceText(value: number, now: number): string {
  if (value > now + 1) return `in ${formatShortDuration(value - now)}`;
  return now - value < 2 ? "just now" : `${formatShortDuration(now - value)} ago`;
}

/** A span of seconds: `2 d 3 h`. */
export function Duration({ seconds }: { seconds: number }) {
  return (
    <span className="whitespace-nowrap" title={`${Math.floor(seconds)} s`}>
      {formatDuration(seconds)}
    </span>
  );
}
