import { isLive, isTerminal } from "@computehive/protocol/job-state";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Hex } from "viem";
import type { Ledger } from "../ledger/ledger.ts";
import { jobOf } from "./job-of.ts";

/** The jobs of the book in memory, so that a look costs what has changed and not what there is. */
export interface JobIndex {
  /** Reads these jobs again. */
  refresh(jobIds: readonly Hex[]): void;
  /** Reads everything again: the chain went back. */
  rebuild(): void;
  /** Open jobs, oldest posting first. */
  open(): JobView[];
  /** The market has heard of this job. */
  has(jobId: Hex): boolean;
  /** Jobs that a node has claimed and that are not over. */
  claimed(): JobView[];
  /** Drops jobs that ended before block `number` and that `keep` does not name. */
  prune(number: bigint, keep: (jobId: Hex) => boolean): void;
}

export function createJobIndex(ledger: Ledger): JobIndex {
  const jobs = new Map<Hex, JobView>();

  const load = (jobId: Hex) => {
    const view = jobOf(ledger, jobId);
    if (view) jobs.set(jobId, view);
    else {
      // An order that was cancelled before anybody posted it, or one that nobody can read: strangers could fill the book with them.
      jobs.delete(jobId);
      ledger.book.forgetJob(jobId);
    }
  };
  const rebuild = () => {
    jobs.clear();
    for (const jobId of ledger.book.jobIds()) load(jobId);
  };
  rebuild();

  return {
    refresh: (jobIds) => jobIds.forEach(load),
    rebuild,
    open: () => [...jobs.values()].filter(({ state }) => state === "open"),
    has: (jobId) => jobs.has(jobId),
    claimed: () => [...jobs.values()].filter(({ state }) => state !== "open" && isLive(state)),
    prune(number, keep) {
      for (const [jobId, { state }] of jobs) {
        const last = ledger.book.eventsOf(jobId).at(-1);
        if (!isTerminal(state) || keep(jobId) || !last || last.blockNumber >= number) continue;
        ledger.book.forgetJob(jobId);
        jobs.delete(jobId);
      }
    },
  };
}
