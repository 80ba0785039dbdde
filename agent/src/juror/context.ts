import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Address, Hex } from "viem";
import type { JurorConfig } from "../config/config.ts";
import type { JurorLedger } from "../ledger/ledger.ts";
import type { Sender } from "../money/sender.ts";
import type { JurorStep } from "../testing/faults.ts";
import type { Log } from "../work/context.ts";
import type { JurorChain } from "./chain-port.ts";
import type { Conclusion } from "./judge.ts";
import type { Seeds } from "./seeds.ts";

/** What a juror's steps work with. */
export interface JurorContext {
  readonly account: Address;
  readonly jury: Address;
  readonly deployment: Deployment;
  readonly chain: JurorChain;
  readonly ledger: JurorLedger;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly log: Log;
  readonly config: JurorConfig & { readonly logRange: number; readonly pollMs: number };
  readonly jobs: JobCache;
  readonly seeds: Seeds;
  /** Fetches, runs, compares, until `giveUpAt` (Unix seconds) at the latest. */
  judge(job: JobView, giveUpAt: number, signal: AbortSignal): Promise<Conclusion>;
  /** Called when a step is done; where test faults crash. */
  onStep(step: JurorStep): void;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Disputed jobs: nothing of them changes but by a verdict, or by a chain that goes back. */
export interface JobCache {
  get(jobId: Hex, signal: AbortSignal): Promise<JobView | undefined>;
  clear(): void;
}

export function createJobCache(chain: Pick<JurorChain, "job">): JobCache {
  const jobs = new Map<Hex, JobView>();
  return {
    async get(jobId, signal) {
      const known = jobs.get(jobId);
      if (known) return known;
      const job = await chain.job(jobId, signal);
      if (job?.state === "disputed") jobs.set(jobId, job);
      return job;
    },
    clear: () => jobs.clear(),
  };
}
