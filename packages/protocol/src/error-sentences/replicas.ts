import type { replicaMarketAbi } from "../generated/replica-market-abi.ts";
import { REPLICA_JOB_STATES, REPLICA_STATES } from "../replica-state.ts";
import { replicaOrderFault } from "./faults.ts";
import type { ErrorSentences } from "./sentence.ts";
import { shortNameText } from "./short-name-text.ts";

export const replicaSentences = {
  Replica_ClaimedAlready: ([, claimed]) =>
    `Nodes hold ${claimed} of the job's replicas: it can be cancelled once they were given back, or lapses by itself.`,
  Replica_ClaimTooLate: ([, claimBefore], { time }) =>
    `Nobody can claim this job since ${time(claimBefore)}: its buyer gets the money back.`,
  Replica_CommitmentMissing: () => "The commitment is zero: commit to the hash of receipt and salt.",
  Replica_CommitTooLate: ([, commitBy], { time }) =>
    `The time to commit was over at ${time(commitBy)}: this replica counts as silent.`,
  Replica_ComplaintInvalid: () => "A dispute needs a complaint: wrong, or not delivered.",
  Replica_FeeTooHigh: ([, limit, fee], { amount }) =>
    `The resolver's fee of ${amount(fee)} is above what this dispute allows, ${amount(limit)}.`,
  Replica_JobWrongState: ([, given]) =>
    `The job is ${REPLICA_JOB_STATES[given] ?? given}, so this cannot be done now: read the job again.`,
  Replica_NoQuorum: () =>
    "No result has the quorum, so that there is nothing to contest: the money comes back by itself.",
  Replica_NotBuyer: ([, expected, given]) =>
    `Only the buyer ${expected} may do this, not ${given}: use the buyer's key.`,
  Replica_NotLapsed: ([, claimBefore], { time }) =>
    `The job can still be claimed until ${time(claimBefore)}: wait, or cancel it as its buyer.`,
  Replica_NotNode: ([, expected, given]) =>
    `Only node ${expected}, which claimed this replica, may do this, not ${given}.`,
  Replica_NotOutvoted: () =>
    "This node's result has the quorum, or nobody stated another one: there is nothing to appeal against.",
  Replica_NotResolver: ([, expected, given]) => `Only the order's resolver ${expected} may decide, not ${given}.`,
  Replica_OrderInvalid: ([fault]) => `The order is not valid: ${replicaOrderFault(fault)}.`,
  Replica_ParameterOutOfRange: ([parameter, lowest, highest, given]) =>
    `The deployment's parameter ${shortNameText(parameter)} is ${given} and must be between ${lowest} and ${highest}.`,
  Replica_PolicyRefused: ([, policy, node]) =>
    `The attestation policy ${policy} does not accept node ${node}: attest the node, or leave the job.`,
  Replica_ProviderTaken: ([, provider]) =>
    `Provider ${provider} has, or gave back, a replica of this job: replicas run at different providers.`,
  Replica_Reentered: () => "The market is in the middle of another call: this must be sent on its own.",
  Replica_RevealTooEarly: ([, commitBy], { time }) =>
    `Other nodes may commit until ${time(commitBy)}: reveal after that, or when all have committed.`,
  Replica_RevealTooLate: ([, revealBy], { time }) =>
    `The time to reveal was over at ${time(revealBy)}: this replica counts as silent.`,
  Replica_StakingForeign: ([staking]) =>
    `The staking contract ${staking} names another market, escrow or token: deploy both for each other.`,
  Replica_VerdictPending: ([, until], { time }) => `The resolver may decide until ${time(until)}: wait until then.`,
  Replica_VerdictTooLate: ([, until], { time }) =>
    `The resolver's time was over at ${time(until)}: now the amount is split as the order says.`,
  Replica_WindowNotOpen: ([, revealBy], { time }) =>
    `Nodes may reveal until ${time(revealBy)}: the resolver is called after that.`,
  Replica_WindowOpen: ([, until], { time }) => `The result can be contested until ${time(until)}: settle after that.`,
  Replica_WindowOver: ([, until], { time }) =>
    `The dispute window was over at ${time(until)}: this result can no longer be contested.`,
  Replica_WrongChain: ([expected, given]) => `This market was made for chain ${expected}, not ${given}.`,
  Replica_WrongOpening: () =>
    "Receipt and salt are not those that the node committed to: bring the very ones from its ledger.",
  Replica_WrongRecord: () =>
    "The record of this replica is not the current one: read it again, and try with what it says now.",
  Replica_WrongResult: () => "This result does not have the quorum: bring the one that has it.",
  Replica_WrongState: ([, given]) =>
    `The replica is ${REPLICA_STATES[given] ?? given}, so this cannot be done now: read it again.`,
  Replica_WrongToken: ([expected, given]) => `This market pays in ${expected}, not in ${given}: name its token.`,
} satisfies ErrorSentences<typeof replicaMarketAbi>;
