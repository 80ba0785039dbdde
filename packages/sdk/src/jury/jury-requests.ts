import { type Deployment, juryAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Execution, JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Work } from "@computehive/protocol/receipt";
import type { Address, ContractFunctionArgs, ContractFunctionName, Hex } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";

type Target = Pick<Deployment, "contracts" | "chainId">;

/** A disputed job, as the jury must be shown it. */
export interface Disputed {
  readonly order: JobOrder;
  readonly terms: JobTerms;
  readonly execution: Execution;
}

export interface Reveal {
  readonly jobId: Hex;
  readonly chair: number;
  readonly delivered: boolean;
  readonly correct: boolean;
  readonly salt: Hex;
}

/** Every call of the jury, unsent. */
export const juryRequests = {
  buySeat: (to: Target, { epoch }: { epoch: number }) => call(to, "buySeat", [epoch]),
  giveUpSeat: (to: Target, { seat }: { seat: bigint }) => call(to, "giveUpSeat", [seat]),
  withdrawSeat: (to: Target, { seat }: { seat: bigint }) => call(to, "withdrawSeat", [seat]),
  open: (to: Target, { order, terms, execution }: Disputed) => call(to, "open", [order, terms, execution]),
  draw: (to: Target, { jobId }: { jobId: Hex }) => call(to, "draw", [jobId]),
  commit: (to: Target, { jobId, chair, commitment }: { jobId: Hex; chair: number; commitment: Hex }) =>
    call(to, "commit", [jobId, chair, commitment]),
  reveal: (to: Target, { jobId, chair, delivered, correct, salt }: Reveal) =>
    call(to, "reveal", [jobId, chair, delivered, correct, salt]),
  startNextRound: (to: Target, { jobId }: { jobId: Hex }) => call(to, "startNextRound", [jobId]),
  appeal: (to: Target, { jobId, epoch }: { jobId: Hex; epoch: number }) => call(to, "appeal", [jobId, epoch]),
  decide: (to: Target, { order, terms, execution, work }: Disputed & { work: Work }) =>
    call(to, "decide", [order, terms, execution, work]),
  lapse: (to: Target, { jobId }: { jobId: Hex }) => call(to, "lapse", [jobId]),
  release: (to: Target, { jobId, chair }: { jobId: Hex; chair: number }) => call(to, "release", [jobId, chair]),
} as const;

/** The deployment's jury. @throws JuryMissingError where it has none. */
export function juryOf({ contracts, chainId }: Target): Address {
  if (!contracts.jury) throw new JuryMissingError({ chainId });
  return contracts.jury;
}

function call<name extends ContractFunctionName<typeof juryAbi, "nonpayable">>(
  to: Target,
  functionName: name,
  args: ContractFunctionArgs<typeof juryAbi, "nonpayable" | "payable", name>,
): ContractRequest {
  return contractRequest({ address: juryOf(to), abi: juryAbi, functionName, args });
}

export class JuryMissingError extends ComputeHiveError {
  override readonly name = "JuryMissingError";
  constructor({ chainId }: { chainId: number }) {
    super("This deployment has no jury: it is from before there was one.", { metaMessages: [`Chain: ${chainId}`] });
  }
}
