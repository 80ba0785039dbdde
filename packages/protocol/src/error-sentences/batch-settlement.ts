import type { batchSettlementAbi } from "../generated/batch-settlement-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

export const batchSettlementSentences = {
  BatchSettlement_BalanceTooHigh: ([channelId]) => `Channel ${channelId} cannot hold so much: put in less.`,
  BatchSettlement_BatchLengthInvalid: ([longest, length]) =>
    `A batch has 1 to ${longest} vouchers, and this has ${length}: split it.`,
  BatchSettlement_ChannelInvalid: () => "The channel lacks an address, or pays the contract itself: correct its terms.",
  BatchSettlement_ClaimExceedsCeiling: ([, ceiling, given], { amount }) =>
    `The voucher allows ${amount(ceiling)} and this claims ${amount(given)}: claim at most what was signed.`,
  BatchSettlement_DelayOutOfRange: ([shortest, longest, given]) =>
    `The withdrawal delay is ${shortest} to ${longest} seconds, not ${given}.`,
  BatchSettlement_NoWithdrawal: ([channelId]) => `No withdrawal from channel ${channelId} is under way: start one.`,
  BatchSettlement_NonceInvalid: ([, current, given]) =>
    `The refund was signed with the number ${given}, and ${current} is next: sign again.`,
  BatchSettlement_NotAllowed: ([channelId, caller]) =>
    `${caller} is not on the side of channel ${channelId} that may do this: use the right key.`,
  BatchSettlement_SignatureInvalid: ([signer]) =>
    `This is not the signature of ${signer} for these words, this chain and contract: sign again.`,
  BatchSettlement_UnknownCollector: ([collector]) =>
    `${collector} brings no money: name the escrow for an account there, or the token for a wallet.`,
  BatchSettlement_WithdrawalNotDue: ([, dueAt], { time }) =>
    `The withdrawal is due at ${time(dueAt)}: wait until then.`,
  BatchSettlement_WithdrawalPending: ([channelId]) =>
    `A withdrawal from channel ${channelId} is under way: let it end before the next.`,
  BatchSettlement_WithdrawalTooHigh: ([, available, given], { amount }) =>
    `The channel holds ${amount(available)} that nobody claimed, and this asks for ${amount(given)}: ask for less.`,
  BatchSettlement_ZeroAmount: () => "The amount is zero: name one.",
} satisfies ErrorSentences<typeof batchSettlementAbi>;
