import type { Complaint, Finding } from "@computehive/protocol/dispute";
import type { SettlementKind } from "@computehive/protocol/indexer-api/execution";
import type { JobState } from "@computehive/protocol/job-state";
import type { Execution, JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Work } from "@computehive/protocol/receipt";
import type { Address, Hex } from "viem";

/** Where and when on the chain something happened. */
export interface Place {
  readonly block: number;
  /** Time of the block, Unix seconds. */
  readonly at: number;
  readonly transaction: Hex;
}

/** All that the chain says of a job, whoever told it: the indexer's tables, or the events read from an RPC. */
export interface JobRecord {
  readonly jobId: Hex;
  readonly state: JobState;
  readonly order: JobOrder;
  readonly terms: JobTerms;
  /** Number of the attempt that is open or live; after the end, of the last one. */
  readonly attempt: number;
  readonly posted: Place;
  /** Cancelled or lapsed. */
  readonly closed: Place | undefined;
  /** Every claim, oldest first. */
  readonly attempts: readonly AttemptRecord[];
  /** The live attempt, or the one that was settled; nothing while the job is open and after a cancellation or lapse. */
  readonly current: AttemptRecord | undefined;
  readonly settlement: SettlementRecord | undefined;
  /** The block that this is a picture of. */
  readonly asOf: { readonly block: number; readonly at: number };
  readonly source: "indexer" | "chain";
}

/** One node's attempt: an execution. */
export interface AttemptRecord {
  readonly attempt: number;
  readonly executionId: Hex;
  readonly node: Address;
  readonly provider: Address;
  readonly payee: Address;
  /** Part of the provider's stake that answers for it. */
  readonly exposure: bigint;
  /** Last second in which the node may submit. */
  readonly submitBy: number;
  readonly claimed: Place;
  readonly submission: (Work & { readonly receiptHash: Hex; readonly submitted: Place }) | undefined;
  readonly dispute: { readonly complaint: Complaint; readonly disputed: Place } | undefined;
  /** What the deployment's arbiter found; known from the indexer alone. */
  readonly ruling: { readonly finding: Finding; readonly reason: string; readonly ruled: Place } | undefined;
  readonly declined: Place | undefined;
  readonly expired: { readonly penalty: bigint; readonly at: Place } | undefined;
  readonly isSettled: boolean;
}

export interface SettlementRecord {
  readonly state: JobState;
  readonly kind: SettlementKind;
  readonly units: bigint;
  /** What the payee got, the bond of a lost dispute included. */
  readonly amount: bigint;
  /** What the buyer got back. */
  readonly refund: bigint;
  readonly receiptHash: Hex;
  readonly settled: Place;
}

const NO_HASH = `0x${"00".repeat(32)}` as const;
const COMPLAINT_NUMBERS = { none: 0, wrong: 1, "not-delivered": 2 } as const satisfies Record<Complaint, number>;

/** The record that calls of the market must bring for this attempt. */
export function executionOf({
  node,
  provider,
  payee,
  exposure,
  submitBy,
  claimed,
  submission,
  dispute,
}: AttemptRecord) {
  return {
    node,
    provider,
    payee,
    exposure,
    claimedAt: claimed.at,
    submitBy,
    submittedAt: submission?.submitted.at ?? 0,
    disputedAt: dispute?.disputed.at ?? 0,
    complaint: COMPLAINT_NUMBERS[dispute?.complaint ?? "none"],
    receiptHash: submission?.receiptHash ?? NO_HASH,
  } satisfies Execution;
}

/** The receipt that the chain holds of an attempt: submitted, or settled at once by both sides. */
export function recordedReceipt({ settlement }: Pick<JobRecord, "settlement">, attempt: AttemptRecord | undefined) {
  if (attempt?.submission) return { receiptHash: attempt.submission.receiptHash, units: attempt.submission.units };
  return attempt?.isSettled && settlement
    ? { receiptHash: settlement.receiptHash, units: settlement.units }
    : undefined;
}

/** Last second in which the buyer may dispute; nothing before a receipt is submitted. */
export function windowEnd({ order, current }: Pick<JobRecord, "order" | "current">): number | undefined {
  return current?.submission && current.submission.submitted.at + order.window;
}

/** Last second in which the resolver may rule; nothing before a dispute. */
export function verdictEnd({ terms, current }: Pick<JobRecord, "terms" | "current">): number | undefined {
  return current?.dispute && current.dispute.disputed.at + terms.verdictTime;
}
