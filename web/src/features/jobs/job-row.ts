import type { IndexedJob } from "@computehive/protocol/indexer-api/job";
import type { JobState } from "@computehive/protocol/job-state";
import { readShortName } from "@computehive/protocol/short-name";
import type { JobSummary } from "@computehive/sdk/jobs/list-jobs";
import type { Address, Hex } from "viem";

/** One line of a list of jobs. */
export interface JobRow {
  readonly jobId: Hex;
  readonly state: JobState;
  readonly resourceClass: string;
  readonly manifestHash: Hex;
  readonly buyer: Address;
  readonly most: bigint;
  readonly paid: bigint | undefined;
  readonly posted: { readonly block: number; readonly at: number | undefined };
  /** Last second of the state it is in, as far as it is known. */
  readonly until: number | undefined;
}

export function rowOfIndexed(job: IndexedJob): JobRow {
  const { jobId, state, resourceClass, order, terms, posted, changed, settlement } = job;
  return {
    jobId,
    state,
    resourceClass,
    manifestHash: terms.manifestHash,
    buyer: order.buyer,
    most: order.maxPay,
    paid: settlement?.amount,
    posted: { block: posted.block, at: posted.at },
    until: untilOf(job, changed.at),
  };
}

/** Events alone do not say when a job came into its state. */
export function rowOfSummary({ jobId, state, order, terms, posted }: JobSummary): JobRow {
  return {
    jobId,
    state,
    resourceClass: readShortName(terms.resourceClass),
    manifestHash: terms.manifestHash,
    buyer: order.buyer,
    most: order.maxPay,
    paid: undefined,
    posted: { block: Number(posted.blockNumber), at: undefined },
    until: state === "open" ? order.claimBefore : undefined,
  };
}

function untilOf({ state, order, terms }: IndexedJob, since: number): number | undefined {
  switch (state) {
    case "open":
      return order.claimBefore;
    case "running":
      return since + order.runTime;
    case "submitted":
      return since + order.window;
    case "disputed":
      return since + terms.verdictTime;
    default:
      return undefined;
  }
}
