import { zeroAddress } from "viem";
import type { jobMarketAbi } from "../generated/job-market-abi.ts";
import { JOB_STATES } from "../job-state.ts";
import { orderFault } from "./faults.ts";
import type { ErrorSentences } from "./sentence.ts";
import { shortNameText } from "./short-name-text.ts";

export const marketSentences = {
  Market_AttemptsExhausted: () => "This job was tried too often: cancel it and post it anew.",
  Market_BuyerSignatureInvalid: ([, buyer]) =>
    `This is not signed by the buyer ${buyer}: let the buyer sign exactly this, for this market.`,
  Market_ClaimExclusive: ([, provider, node, until], { time }) =>
    `The job is reserved for ${node === zeroAddress ? `provider ${provider}` : `node ${node}`} until ${time(until)}: try again later.`,
  Market_ClaimTooLate: ([, claimBefore], { time }) =>
    `Nobody can claim this job since ${time(claimBefore)}: its buyer gets the money back.`,
  Market_ComplaintInvalid: () => "A dispute needs a complaint: wrong, or not delivered.",
  Market_DeclineTooLate: ([, before], { time }) =>
    `The node could decline until ${time(before)}: now it must submit, or its execution expires.`,
  Market_FeeTooHigh: ([, limit, fee], { amount }) =>
    `The resolver's fee of ${amount(fee)} is above what this dispute allows, ${amount(limit)}.`,
  Market_NodeSignatureInvalid: ([, node]) =>
    `The receipt is not signed by node ${node}: get the node's signature over this very receipt.`,
  Market_NotBuyer: ([, expected, given]) =>
    `Only the buyer ${expected} may do this, not ${given}: use the buyer's key.`,
  Market_NotExpired: ([, submitBy], { time }) => `The node may submit until ${time(submitBy)}: wait until then.`,
  Market_NotLapsed: ([, claimBefore], { time }) =>
    `The job can still be claimed until ${time(claimBefore)}: wait, or cancel it as its buyer.`,
  Market_NotNode: ([, expected, given]) => `Only node ${expected}, which claimed the job, may do this, not ${given}.`,
  Market_NotResolver: ([, expected, given]) => `Only the order's resolver ${expected} may decide, not ${given}.`,
  Market_OrderInvalid: ([fault]) => `The order is not valid: ${orderFault(fault)}.`,
  Market_ParameterOutOfRange: ([parameter, lowest, highest, given]) =>
    `The deployment's parameter ${shortNameText(parameter)} is ${given} and must be between ${lowest} and ${highest}.`,
  Market_PolicyRefused: ([, policy, node]) =>
    `The attestation policy ${policy} does not accept node ${node}: attest the node, or leave the job.`,
  Market_ReceiptsEqual: () =>
    "Both are the same receipt: a contradiction needs two different ones that the node signed.",
  Market_Reentered: () => "The market is in the middle of another call: this must be sent on its own.",
  Market_StakingForeign: ([staking]) =>
    `The staking contract ${staking} names another market, escrow or token: deploy both for each other.`,
  Market_SubmitTooLate: ([, submitBy], { time }) =>
    `The time to submit was over at ${time(submitBy)}: this execution can only expire.`,
  Market_VerdictPending: ([, until], { time }) => `The resolver may decide until ${time(until)}: wait until then.`,
  Market_VerdictTooLate: ([, until], { time }) =>
    `The resolver's time was over at ${time(until)}: now the amount is split as the order says.`,
  Market_WindowOpen: ([, until], { time }) => `The buyer may dispute until ${time(until)}: settle after that.`,
  Market_WindowOver: ([, until], { time }) =>
    `The dispute window was over at ${time(until)}: this receipt can no longer be contested.`,
  Market_WrongChain: ([expected, given]) => `This market was made for chain ${expected}, not ${given}.`,
  Market_WrongReceipt: () =>
    "The work is not that of the submitted receipt: bring units and details of the receipt that was submitted.",
  Market_WrongRecord: () =>
    "The execution record is not the current one: read the job again, and try with what it says now.",
  Market_WrongState: ([, given]) =>
    JOB_STATES[given] === "disputed"
      ? "The job is disputed, so this cannot be done now: a dispute ends by its verdict, or after the resolver's time."
      : `The job is ${JOB_STATES[given] ?? given}, so this cannot be done now: read the job again.`,
  Market_WrongToken: ([expected, given]) => `This market pays in ${expected}, not in ${given}: name its token.`,
} satisfies ErrorSentences<typeof jobMarketAbi>;
