import type { testDollarAbi } from "../generated/test-dollar-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

export const tokenSentences = {
  ECDSAInvalidSignature: () => "The signature cannot be read: sign again.",
  ECDSAInvalidSignatureLength: ([length]) => `The signature has ${length} bytes and must have 65: sign again.`,
  ECDSAInvalidSignatureS: () =>
    "The signature has a malleable form that is not accepted: sign again with a current wallet.",
  ERC20InsufficientAllowance: ([spender, allowance, needed], { amount }) =>
    `The token's owner lets ${spender} move ${amount(allowance)} and this needs ${amount(needed)}: approve more, or sign a permit.`,
  ERC20InsufficientBalance: ([sender, balance, needed], { amount }) =>
    `${sender} holds ${amount(balance)} of the token and this needs ${amount(needed)}: get more first (on a local chain from the faucet).`,
  ERC20InvalidApprover: ([approver]) => `The token does not let ${approver} approve anything.`,
  ERC20InvalidReceiver: ([receiver]) => `The token does not let ${receiver} receive anything: name another address.`,
  ERC20InvalidSender: ([sender]) => `The token does not let ${sender} send anything.`,
  ERC20InvalidSpender: ([spender]) => `The token does not let ${spender} spend anything: name another address.`,
  ERC2612ExpiredSignature: ([deadline], { time }) => `The permit expired at ${time(deadline)}: sign a new one.`,
  ERC2612InvalidSigner: ([signer, owner]) =>
    `The permit is signed by ${signer} and must be by ${owner}: sign with the owner's key, with its current nonce.`,
  ERC3009InvalidAuthorizationTime: ([validAfter, validBefore], { time }) =>
    `The authorization counts from ${time(validAfter)} to ${time(validBefore)}, which is not now: sign a new one.`,
  ERC3009InvalidSignature: () =>
    "The authorization is not signed by the payer: sign it with the payer's key, for this token and chain.",
  ERC3009UsedAuthorization: ([authorizer]) =>
    `This authorization of ${authorizer} was used or cancelled already: sign a new one.`,
  InvalidAccountNonce: ([account, nonce]) =>
    `The signature of ${account} was made for another nonce than ${nonce}: sign again.`,
  InvalidShortString: () => "The token was deployed with a name that it cannot hold.",
  SafeCastOverflowedUintDowncast: ([bits, value]) =>
    `The number ${value} does not fit into ${bits} bits: name a smaller one.`,
  StringTooLong: () => "The token was deployed with a name that is too long.",
  TestDollar_DripTooSoon: ([to, nextAt], { time }) =>
    `The faucet gave ${to} something already and does so again at ${time(nextAt)}: wait until then.`,
} satisfies ErrorSentences<typeof testDollarAbi>;
