import type { commitRevealRandomnessAbi } from "../generated/commit-reveal-randomness-abi.ts";
import type { headerRandomnessAbi } from "../generated/header-randomness-abi.ts";
import type { ErrorSentences } from "./sentence.ts";
import { shortNameText } from "./short-name-text.ts";

const headerSentences = {
  FieldNotPresentInBlockHeader: () => "The header lacks a field: bring the header of a block of this chain.",
  RLPInvalidEncoding: () => "The bytes are not a header: bring its RLP, whole and with nothing after it.",
  Randomness_DelayOutOfRange: ([lowest, highest, given]) =>
    `The deployment's delay is ${given} blocks and must be between ${lowest} and ${highest}.`,
  Randomness_HeaderMalformed: () => "The bytes are not a header as blocks have had since the Merge.",
  Randomness_HeaderTooLong: ([length, highest]) => `The header has ${length} bytes and may have ${highest}.`,
  Randomness_HeadersOutOfRange: ([lowest, highest, given]) =>
    `Bring between ${lowest} and ${highest} headers, not ${given}.`,
  Randomness_NotCanonical: ([number]) =>
    `This is not the header of block ${number}, or the chain no longer, or not yet, knows that block's hash.`,
  Randomness_SeedZero: ([number]) =>
    `Block ${number} has no randomness in its header: this chain needs the form by commitments.`,
} satisfies ErrorSentences<typeof headerRandomnessAbi>;

const commitRevealSentences = {
  Randomness_AlreadyCommitted: ([ticket, participant]) =>
    `${participant} takes part in ticket ${ticket} already: reveal that secret when the time comes.`,
  Randomness_CommitTooLate: ([ticket, commitBy], { time }) =>
    `Ticket ${ticket} took commitments until ${time(commitBy)}: it is too late to take part.`,
  Randomness_CommitmentZero: () => "The commitment is empty: commit to a secret.",
  Randomness_ParameterOutOfRange: ([parameter, lowest, highest, given]) =>
    `The deployment's parameter ${shortNameText(parameter)} is ${given} and must be between ${lowest} and ${highest}.`,
  Randomness_RevealTooEarly: ([ticket, commitBy], { time }) =>
    `Ticket ${ticket} takes commitments until ${time(commitBy)}: keep the secret until then.`,
  Randomness_RevealTooLate: ([ticket, revealBy], { time }) =>
    `Ticket ${ticket} took reveals until ${time(revealBy)}: the deposit stays.`,
  Randomness_WrongSecret: ([ticket, participant]) =>
    `${participant} has no commitment to this secret in ticket ${ticket}, or has revealed it already.`,
} satisfies ErrorSentences<typeof commitRevealRandomnessAbi>;

export const randomnessSentences = { ...headerSentences, ...commitRevealSentences };
