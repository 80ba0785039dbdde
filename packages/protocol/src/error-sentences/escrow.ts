import type { escrowAbi } from "../generated/escrow-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

export const escrowSentences = {
  Escrow_BalanceTooHigh: ([owner]) =>
    `The account of ${owner} in the escrow cannot hold more: withdraw something first.`,
  Escrow_BalanceTooLow: ([owner, , free, amount], { amount: say }) =>
    `The account of ${owner} in the escrow holds ${say(free)} and this needs ${say(amount)}: deposit first.`,
  Escrow_DepositInexact: ([token, expected, received], { amount: say }) =>
    `The token ${token} moved ${say(received)} instead of ${say(expected)}: tokens that take a fee of transfers cannot be used.`,
  Escrow_EpochOutdated: ([, , current, given]) =>
    `This was made in epoch ${given} of the account, which is now in epoch ${current}: make it anew.`,
  Escrow_NoToken: ([token]) => `There is no token at ${token}: check the address and the chain.`,
  Escrow_OperatorCapExceeded: ([, operator, cap, amount], { amount: say }) =>
    `The account lets ${operator} draw ${say(cap)} more and this needs ${say(amount)}: raise the operator's cap.`,
  Escrow_OperatorCapUnbounded: () => "An operator's cap must be finite: name an amount.",
  Escrow_OperatorExpired: ([, operator, expiry], { time }) =>
    expiry === 0
      ? `The account never allowed ${operator} to draw on it: set it as operator with a cap and an expiry.`
      : `The account allowed ${operator} to draw on it until ${time(expiry)}: set the operator anew.`,
  Escrow_RecipientIsEscrow: () => "Tokens sent to the escrow itself would belong to nobody: name another receiver.",
  Escrow_Reentered: () => "The token called the escrow back in the middle of a transfer: this token cannot be used.",
  Escrow_TransferFailed: ([token]) =>
    `The token ${token} refused the transfer: look at its balances, allowances and rules.`,
  Escrow_ZeroAddress: () => "An address is zero: name the right one.",
  Escrow_ZeroAmount: () => "The amount is zero: name a positive one.",
} satisfies ErrorSentences<typeof escrowAbi>;
