import type { Hex } from "viem";
import { COMPLAINTS, type Complaint } from "./dispute.ts";
import { type MarketDomain, marketDomain } from "./domain.ts";
import { cancelJobFields, disputeExecutionFields } from "./generated/typed-data.ts";

/** What a buyer signs so that somebody else may carry its cancellation; see `IJobMarket.cancelFor`. */
export function cancelJobTypedData(domain: MarketDomain, jobId: Hex) {
  return {
    domain: marketDomain(domain),
    types: { CancelJob: cancelJobFields },
    primaryType: "CancelJob",
    message: { jobId },
  } as const;
}

export interface DisputeStatement {
  readonly executionId: Hex;
  /** Of the receipt that the node submitted. */
  readonly receiptHash: Hex;
  readonly complaint: Exclude<Complaint, "none">;
}

/** What a buyer signs so that somebody else may carry its dispute; see `IJobMarket.disputeFor`. */
export function disputeExecutionTypedData(domain: MarketDomain, statement: DisputeStatement) {
  const { executionId, receiptHash, complaint } = statement;
  return {
    domain: marketDomain(domain),
    types: { DisputeExecution: disputeExecutionFields },
    primaryType: "DisputeExecution",
    message: { executionId, receiptHash, complaint: COMPLAINTS.indexOf(complaint) },
  } as const;
}
