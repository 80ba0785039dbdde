import type { stakingAbi } from "../generated/staking-abi.ts";
import type { ErrorSentences } from "./sentence.ts";
import { shortNameText } from "./short-name-text.ts";

export const stakingSentences = {
  Staking_EndpointTooLong: ([length]) => `The node's endpoint has ${length} bytes and may have 256: use a shorter URL.`,
  Staking_FreeStakeTooLow: ([provider, free, amount], { amount: say }) =>
    `Provider ${provider} has ${say(free)} of stake that is neither exposed nor thawing, and this needs ${say(amount)}: add stake, or wait for open work to settle.`,
  Staking_NodePaused: ([node]) => `Node ${node} is paused by its provider: resume it to claim.`,
  Staking_NodeRetired: ([node]) => `Node ${node} is retired for ever: register a new node key.`,
  Staking_NodeSignatureInvalid: ([node]) =>
    `The profile is not signed by the node key ${node}: sign it on the node, for this chain and contract.`,
  Staking_NodeTaken: ([node]) => `Node key ${node} is registered already: make a new node key.`,
  Staking_NodeUnknown: ([node]) => `Node ${node} is not registered: register it first.`,
  Staking_NotMarket: ([caller]) => `Only the markets may call this, not ${caller}.`,
  Staking_NotProvider: ([caller, provider]) =>
    `This node belongs to provider ${provider}, not to ${caller}: use the provider's key.`,
  Staking_NothingThawing: () => "No stake is thawing: start a thaw first.",
  Staking_ParameterOutOfRange: ([parameter, lowest, highest, given]) =>
    `The deployment's parameter ${shortNameText(parameter)} is ${given} and must be between ${lowest} and ${highest}.`,
  Staking_StakeTooHigh: ([provider]) => `Provider ${provider} cannot stake more than the contract can count.`,
  Staking_StillThawing: ([, thawedAt], { time }) => `The stake thaws until ${time(thawedAt)}: withdraw it then.`,
  Staking_WrongPayee: ([node, expected, given]) =>
    `The profile of node ${node} names another payee, ${given}, than the node has, ${expected}: sign it with that one, or set the payee first.`,
  Staking_ZeroAddress: () => "An address is zero: name the right one.",
  Staking_ZeroAmount: () => "The amount is zero: name a positive one.",
} satisfies ErrorSentences<typeof stakingAbi>;
