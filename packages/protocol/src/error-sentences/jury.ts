import type { juryAbi } from "../generated/jury-abi.ts";
import type { ErrorSentences } from "./sentence.ts";
import { shortNameText } from "./short-name-text.ts";

/** By the number of `IJury.CaseState`. */
const CASE_STATES = [
  "not opened",
  "waiting for its panel to be drawn",
  "taking commitments",
  "taking reveals",
  "without a majority",
  "open to an appeal",
  "ruled",
  "without a verdict",
  "decided",
  "lapsed",
] as const;

export const jurySentences = {
  CheckpointUnorderedInsertion: () => "The chain's clock went back: try again.",
  Jury_AlreadyCommitted: ([, chair]) => `Chair ${chair} has committed already: reveal that when the time comes.`,
  Jury_AlreadyReleased: ([, chair]) => `Chair ${chair} is released already.`,
  Jury_AlreadyRevealed: ([, chair]) => `Chair ${chair} has revealed already.`,
  Jury_ChairEmpty: ([, chair]) =>
    `Chair ${chair} is not one of this round's panel: look up which chair holds your seat.`,
  Jury_CommitmentZero: () => "The commitment is empty: commit to a finding.",
  Jury_FeeNotCovered: ([, fee, covered], { amount }) =>
    `A verdict costs ${amount(fee)}, and this order's bond and exposure cover ${amount(covered)}: the jury does not take it, and the dispute ends by its time-out.`,
  Jury_NotDisputed: ([jobId]) => `Job ${jobId} is not disputed: there is nothing to decide.`,
  Jury_NotInPool: ([seat]) => `Seat ${seat} was given up already: withdraw it when it has thawed.`,
  Jury_NotJuror: ([, chair, expected, given]) =>
    `Chair ${chair} belongs to juror ${expected}, not to ${given}: use the juror's key.`,
  Jury_NotResolver: ([jobId, resolver]) => `Job ${jobId} names another resolver, ${resolver}: it decides.`,
  Jury_NotSeatOwner: ([seat, expected, given]) =>
    `Seat ${seat} belongs to ${expected}, not to ${given}: use the owner's key.`,
  Jury_OnDuty: ([seat, duties]) =>
    `Seat ${seat} still holds ${duties} chairs: release them once their cases have ended.`,
  Jury_OpenedTooLate: () =>
    "Too little of the verdict time is left for a round of the jury: the dispute ends by its time-out.",
  Jury_ParameterOutOfRange: ([parameter, lowest, highest, given]) =>
    `The deployment's parameter ${shortNameText(parameter)} is ${given} and must be between ${lowest} and ${highest}.`,
  Jury_SeedUnknown: ([, ticket]) =>
    `Nobody has brought the randomness of ticket ${ticket} yet: bring it, or wait for somebody to.`,
  Jury_StillDisputed: ([, state]) =>
    `The case is ${caseState(state)} and its job still disputed: it lapses only when no verdict will come.`,
  Jury_StillInPool: ([seat]) => `Seat ${seat} is still in the pool: give it up first.`,
  Jury_StillThawing: ([seat, thawedAt], { time }) => `Seat ${seat} thaws until ${time(thawedAt)}: withdraw it then.`,
  Jury_TooFewSeats: ([needed, given]) =>
    `A panel needs ${needed} seats, and ${given} are old enough: the dispute ends by its time-out, unless more are in time.`,
  Jury_WrongRecord: ([jobId]) =>
    `This is not the current record of job ${jobId}: read its events again, and bring what they say.`,
  Jury_WrongReveal: ([, chair]) =>
    `Chair ${chair} did not commit to this: reveal exactly the finding and the salt of the commitment.`,
  Jury_WrongState: ([, state]) => `The case is ${caseState(state)}: this step is not due.`,
  SafeCastOverflowedUintDowncast: ([bits, value]) => `The number ${value} does not fit into ${bits} bits.`,
} satisfies ErrorSentences<typeof juryAbi>;

function caseState(index: number): string {
  return CASE_STATES[index] ?? `in state ${index}, which this version does not know`;
}
