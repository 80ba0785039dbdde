"use client";

import { formatDuration } from "./time/format-time.ts";
import { useNow } from "./time/use-now.ts";

/** Time left until `until` (Unix seconds), ticking; `over` stands there afterwards. */
export function Countdown({ until, over = "now" }: { until: number; over?: string }) {
  const now = useNow();
  if (now === undefined) return <span className="invisible">00 min 00 s</span>;
  return <span>{now >= until ? over : formatDuration(until - now)}</span>;
}
