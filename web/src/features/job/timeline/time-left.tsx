"use client";

import { Time } from "../../../components/time.tsx";
import { useChainNow } from "../../../lib/chain/use-chain-now.ts";
import { jobTexts } from "../../../texts/job.ts";
import { formatDuration } from "../../../ui/time/format-time.ts";

/** A countdown by the chain's clock, with the moment in which it ends. */
export function TimeLeft({ until }: { until: number }) {
  const now = useChainNow();
  if (now === undefined) return <p className="invisible text-xs">0</p>;
  return (
    <p className="text-xs">
      {now > until ? (
        jobTexts.timeline.over
      ) : (
        <>
          <span className="font-medium text-ink">{formatDuration(until - now)}</span> {jobTexts.timeline.left}
        </>
      )}{" "}
      (<Time value={until} as="date" />)
    </p>
  );
}
