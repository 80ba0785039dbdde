import { zeroAddress } from "viem";
import type { escrowAbi } from "../generated/escrow-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

/** By the contract's numbers. */
const CHANNEL_STATES = ["was never opened", "is open", "is closing", "is closed for ever"];

export const escrowSentences = {
  Escrow_BalanceTooHigh: ([owner]) =>
    `The account of ${owner} in the escrow cannot hold more: withdraw something first.`,
  Escrow_BalanceTooLow: ([owner, , free, amount], { amount: say }) =>
    `The account of ${owner} in the escrow holds ${say(free)} and this needs ${say(amount)}: deposit first.`,
  Escrow_BatchTooLong: ([longest, length]) =>
    `One call takes at most ${longest} vouchers and this has ${length}: split them.`,
  Escrow_CloseDelayInvalid: ([shortest, longest, given]) =>
    `A channel's close delay is ${shortest} to ${longest} seconds and this is ${given}: name another.`,
  Escrow_CloseNotDue: ([, closeAt], { time }) =>
    `The channel cannot be closed before ${time(closeAt)} unless its payee agrees: wait.`,
  Escrow_DepositInexact: ([token, expected, received], { amount: say }) =>
    `The token ${token} moved ${say(received)} instead of ${say(expected)}: tokens that take a fee of transfers cannot be used.`,
  Escrow_EpochOutdated: ([, , current, given]) =>
    `This was made in epoch ${given} of the account, which is now in epoch ${current}: make it anew.`,
  Escrow_NoPermit2: () => "This chain has no Permit2 contract: deposit in another way.",
  Escrow_NoToken: ([token]) => `There is no token at ${token}: check the address and the chain.`,
  Escrow_NonceInvalid: ([, , current, given]) =>
    `This was signed as statement ${given} of the account, which is now at ${current}: it was carried before or is outdated, so sign anew.`,
  Escrow_NotPayer: ([, payer]) => `Only the channel's payer ${payer} can do this: use its account.`,
  Escrow_NotSessionOwner: ([key, , owner]) =>
    owner === zeroAddress
      ? `The account of ${key} is no session in this token: open one first.`
      : `The session of ${key} belongs to ${owner}: use its account.`,
  Escrow_OperatorCapExceeded: ([, operator, cap, amount], { amount: say }) =>
    `The account lets ${operator} draw ${say(cap)} more and this needs ${say(amount)}: raise the operator's cap.`,
  Escrow_OperatorCapUnbounded: () => "An operator's cap must be finite: name an amount.",
  Escrow_OperatorExpired: ([, operator, expiry], { time }) =>
    expiry === 0
      ? `The account never allowed ${operator} to draw on it: set it as operator with a cap and an expiry.`
      : `The account allowed ${operator} to draw on it until ${time(expiry)}: set the operator anew.`,
  Escrow_PackedLengthInvalid: ([length]) =>
    `Packed vouchers are 40 bytes and 160 for each voucher, and these are ${length} bytes: pack them anew.`,
  Escrow_RecipientIsEscrow: () => "Tokens sent to the escrow itself would belong to nobody: name another receiver.",
  Escrow_RedeemedTooLittle: ([, required, redeemed], { amount: say }) =>
    `The payee agreed to a close once ${say(required)} was paid on the channel, and ${say(redeemed)} was: redeem its vouchers first.`,
  Escrow_Reentered: () => "A token or an account called the escrow back in the middle of a call: it cannot be used.",
  Escrow_ReservationTooHigh: ([channelId]) => `The channel ${channelId} cannot reserve more: top up less.`,
  Escrow_SessionExists: ([key, , owner]) => `The account of ${key} is a session of ${owner} for ever: use another key.`,
  Escrow_SessionOfItself: () => "A key cannot be a session of its own account: use another key.",
  Escrow_SessionPaysItsOwner: ([key, owner]) =>
    `The account of ${key} is a session of ${owner}: its money returns to that owner alone.`,
  Escrow_SignatureInvalid: ([account]) =>
    `The signature is not one of ${account} for exactly this: sign the same values with that account, on this chain.`,
  Escrow_StatementExpired: ([deadline], { time }) => `This could be carried until ${time(deadline)}: sign it anew.`,
  Escrow_TransferFailed: ([token]) =>
    `The token ${token} refused the transfer: look at its balances, allowances and rules.`,
  Escrow_WrongChannelState: ([channelId, state]) =>
    `The channel ${channelId} ${CHANNEL_STATES[state] ?? `is in the unknown state ${state}`}, which does not allow this.`,
  Escrow_ZeroAddress: () => "An address is zero: name the right one.",
  Escrow_ZeroAmount: () => "The amount is zero: name a positive one.",
} satisfies ErrorSentences<typeof escrowAbi>;
