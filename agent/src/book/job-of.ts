import type { JobLog } from "@computehive/sdk/jobs/job-events";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { rebuildJob } from "@computehive/sdk/jobs/rebuild-job";
import type { Hex } from "viem";
import type { Ledger } from "../ledger/ledger.ts";

/** The job as the book knows it, or nothing where its posting is not part of the chain. */
export function jobOf(ledger: Ledger, jobId: Hex): JobView | undefined {
  const events = ledger.book.eventsOf(jobId);
  const head = ledger.book.head();
  if (events.length === 0 || !head || events[0]!.log.eventName !== "JobPosted") return undefined;
  return rebuildJob({
    jobId,
    events: events.map(({ log }) => log as JobLog),
    times: new Map(events.map(({ blockNumber, blockTime }) => [blockNumber, Number(blockTime)])),
    asOf: { blockNumber: head.number, timestamp: Number(head.timestamp) },
  });
}
