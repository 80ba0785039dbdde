import type { Complaint } from "@computehive/protocol/dispute";
import type { JobState } from "@computehive/protocol/job-state";
import type { Execution, JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Work } from "@computehive/protocol/receipt";
import type { Address, Hex } from "viem";
import type { EventPlace } from "./job-events.ts";

/** All that the chain knows of a job, rebuilt from its events and checked against its slot. */
export interface JobView {
  readonly jobId: Hex;
  readonly state: JobState;
  readonly order: JobOrder;
  readonly terms: JobTerms;
  readonly termsHash: Hex;
  readonly posted: EventPlace;
  /** Number of the attempt that is open or live; after the end, of the last one. */
  readonly attempt: number;
  /** Every claim, oldest first. */
  readonly attempts: readonly AttemptView[];
  /** The live attempt, or the one that was settled; nothing while the job is open. */
  readonly current: AttemptView | undefined;
  readonly settlement: SettlementView | undefined;
  /** The block that this is a view of. */
  readonly asOf: { readonly blockNumber: bigint; readonly timestamp: number };
}

/** One node's attempt. */
export interface AttemptView {
  readonly attempt: number;
  readonly executionId: Hex;
  /** The record as calls must bring it now. */
  readonly execution: Execution;
  readonly claimed: EventPlace;
  readonly submission: SubmissionView | undefined;
  readonly dispute: { readonly complaint: Complaint; readonly disputed: EventPlace } | undefined;
  /** How it ended, if it did. */
  readonly end: "declined" | "expired" | "settled" | undefined;
}

export interface SubmissionView {
  readonly work: Work;
  readonly receiptHash: Hex;
  readonly submitted: EventPlace;
}

export interface SettlementView {
  readonly state: JobState;
  readonly node: Address;
  readonly units: bigint;
  /** What the payee got, the bond of a failed dispute included. */
  readonly amount: bigint;
  readonly refund: bigint;
  readonly receiptHash: Hex;
  readonly settled: EventPlace;
}
