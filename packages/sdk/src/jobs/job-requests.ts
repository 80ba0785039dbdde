import { type Deployment, jobMarketAbi } from "@computehive/protocol/contracts";
import { COMPLAINTS, type Complaint } from "@computehive/protocol/dispute";
import type { Execution, JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Work } from "@computehive/protocol/receipt";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { ContractFunctionArgs, ContractFunctionName, Hex } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";

type Target = Pick<Deployment, "contracts">;

interface Closing {
  readonly order: JobOrder;
  readonly termsHash: Hex;
}

interface Ending extends Closing {
  readonly execution: Execution;
}

/** A receipt's money part with its node's signature; empty for the receipt that the node submitted. */
export interface SignedWork {
  readonly work: Work;
  readonly nodeSignature: Hex;
}

/** Every call of the job market, unsent. */
export const jobRequests = {
  post: (to: Target, { order, terms }: { order: JobOrder; terms: JobTerms }) => call(to, "post", [order, terms]),
  cancel: (to: Target, { order, termsHash }: Closing) => call(to, "cancel", [order, termsHash]),
  lapse: (to: Target, { order, termsHash }: Closing) => call(to, "lapse", [order, termsHash]),
  claim: (to: Target, { order, terms }: { order: JobOrder; terms: JobTerms }) => call(to, "claim", [order, terms]),
  claimSigned: (to: Target, { order, terms, signature }: SignedClaim) =>
    call(to, "claimSigned", [order, terms, signature]),
  cancelFor: (to: Target, { order, termsHash, signature }: Closing & { signature: Hex }) =>
    call(to, "cancelFor", [order, termsHash, signature]),
  decline: (to: Target, { jobId, execution }: { jobId: Hex; execution: Execution }) =>
    call(to, "decline", [jobId, execution]),
  submit: (to: Target, { jobId, execution, work }: { jobId: Hex; execution: Execution; work: Work }) =>
    call(to, "submit", [jobId, execution, work]),
  settleCosigned: (to: Target, settling: Ending & { work: Work; nodeSignature: Hex; buyerSignature: Hex }) => {
    const { order, termsHash, execution, work, nodeSignature, buyerSignature } = settling;
    return call(to, "settleCosigned", [order, termsHash, execution, work, nodeSignature, buyerSignature]);
  },
  settleSilent: (to: Target, { order, termsHash, execution, work }: Ending & { work: Work }) =>
    call(to, "settleSilent", [order, termsHash, execution, work]),
  expire: (to: Target, { order, termsHash, execution }: Ending) => call(to, "expire", [order, termsHash, execution]),
  dispute: (
    to: Target,
    { order, termsHash, execution, complaint }: Ending & { complaint: Exclude<Complaint, "none"> },
  ) => call(to, "dispute", [order, termsHash, execution, COMPLAINTS.indexOf(complaint)]),
  disputeFor: (to: Target, disputing: Ending & { complaint: Exclude<Complaint, "none">; signature: Hex }) => {
    const { order, termsHash, execution, complaint, signature } = disputing;
    return call(to, "disputeFor", [order, termsHash, execution, COMPLAINTS.indexOf(complaint), signature]);
  },
  proveEquivocation: (to: Target, proving: Ending & { one: SignedWork; other: SignedWork }) => {
    const { order, termsHash, execution, one, other } = proving;
    return call(to, "proveEquivocation", [order, termsHash, execution, one, other]);
  },
  resolveByTimeout: (to: Target, resolving: { order: JobOrder; terms: JobTerms; execution: Execution; work: Work }) => {
    const { order, terms, execution, work } = resolving;
    return call(to, "resolveByTimeout", [order, terms, execution, work]);
  },
} as const;

function call<name extends ContractFunctionName<typeof jobMarketAbi, "nonpayable">>(
  { contracts }: Target,
  functionName: name,
  args: ContractFunctionArgs<typeof jobMarketAbi, "nonpayable" | "payable", name>,
): ContractRequest {
  return contractRequest({ address: contracts.market, abi: jobMarketAbi, functionName, args });
}
