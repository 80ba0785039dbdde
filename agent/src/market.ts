import type { jobMarketAbi } from "@computehive/protocol/generated/job-market-abi";
import type { ContractFunctionArgs, Hex } from "viem";

type ResolveArguments = ContractFunctionArgs<typeof jobMarketAbi, "nonpayable", "resolveByTimeout">;

export type JobOrder = ResolveArguments[0];
export type JobTerms = ResolveArguments[1];
/** What callers bring and the market checks against the job's slot. */
export type ExecutionRecord = ResolveArguments[2];
/** The money part of a receipt. */
export type Work = ResolveArguments[3];
export type ReceiptDetails = ContractFunctionArgs<typeof jobMarketAbi, "view", "hashReceipt">[3];
export type Offer = ContractFunctionArgs<typeof jobMarketAbi, "view", "hashOffer">[0];

/** A receipt: the money part, and the rest whose hash suffices on chain. */
export interface Receipt {
  executionId: Hex;
  node: Hex;
  units: bigint;
  details: ReceiptDetails;
}

/** The market's states of a job, in the order of the contract's numbers. */
export const JOB_STATES = [
  "none",
  "open",
  "running",
  "submitted",
  "disputed",
  "cancelled",
  "lapsed",
  "settledCosigned",
  "settledSilent",
  "settledResolved",
  "settledSplit",
  "refundedSilent",
  "refundedResolved",
] as const;

export type JobState = (typeof JOB_STATES)[number];

export const ON_SILENCE = ["pay", "refund"] as const;
export const COMPLAINTS = ["none", "wrong", "notDelivered"] as const;
export type Complaint = (typeof COMPLAINTS)[number];

/** A block as the agent remembers it. */
export interface BlockRef {
  number: bigint;
  hash: Hex;
  /** Unix seconds. */
  timestamp: bigint;
}
