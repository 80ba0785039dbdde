import type { JobState } from "@computehive/protocol/job-state";
import type { Offer } from "@computehive/protocol/offer";
import type { Complaint, JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Address, Hex } from "viem";

interface Placed {
  blockNumber: bigint;
  blockHash: Hex;
  /** Unix seconds of the block. */
  blockTime: bigint;
  logIndex: number;
  transactionHash: Hex;
}

/** The market's events as the agent reads them. */
export type MarketEvent = Placed & MarketFact;

export type MarketFact =
  | { kind: "posted"; jobId: Hex; order: JobOrder; terms: JobTerms }
  | { kind: "cancelled" | "lapsed"; jobId: Hex }
  | {
      kind: "claimed";
      jobId: Hex;
      executionId: Hex;
      node: Address;
      attempt: number;
      provider: Address;
      payee: Address;
      exposure: bigint;
      submitBy: number;
    }
  | { kind: "reopened"; jobId: Hex; executionId: Hex; declined: boolean }
  | { kind: "expired"; jobId: Hex; executionId: Hex; penalty: bigint }
  | { kind: "submitted"; jobId: Hex; executionId: Hex; units: bigint; detailsHash: Hex; receiptHash: Hex }
  | { kind: "disputed"; jobId: Hex; executionId: Hex; complaint: Complaint }
  | { kind: "settled"; jobId: Hex; executionId: Hex; state: JobState; units: bigint; amount: bigint; refund: bigint; receiptHash: Hex }
  | { kind: "offerPosted"; offerId: Hex; offer: Offer }
  | { kind: "offerCancelled"; offerId: Hex };

export type JobFact = Extract<MarketFact, { jobId: Hex }>;
