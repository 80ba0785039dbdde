import { type Deployment, jobMarketAbi } from "@computehive/protocol/contracts";
import { COMPLAINTS, type Complaint } from "@computehive/protocol/dispute";
import type { Execution, JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Work } from "@computehive/protocol/receipt";
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

/** Every call of the job market, unsent. */
export const jobRequests = {
  post: (to: Target, { order, terms }: { order: JobOrder; terms: JobTerms }) => call(to, "post", [order, terms]),
  cancel: (to: Target, { order, termsHash }: Closing) => call(to, "cancel", [order, termsHash]),
  lapse: (to: Target, { order, termsHash }: Closing) => call(to, "lapse", [order, termsHash]),
  claim: (to: Target, { order, terms }: { order: JobOrder; terms: JobTerms }) => call(to, "claim", [order, terms]),
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
