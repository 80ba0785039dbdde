import type { offerBookAbi } from "../generated/offer-book-abi.ts";
import { OFFER_STATES } from "../offer-state.ts";
import { offerFault } from "./faults.ts";
import type { ErrorSentences } from "./sentence.ts";

export const offerSentences = {
  Offers_Invalid: ([fault]) => `The offer is not valid: ${offerFault(fault)}.`,
  Offers_NotProvider: ([expected, given]) =>
    `Only provider ${expected} may do this, not ${given}: use the provider's key.`,
  Offers_WrongState: ([, given]) =>
    `The offer is ${OFFER_STATES[given] ?? given}, so this cannot be done: an offer is posted once and cancelled once.`,
  Offers_WrongToken: ([expected, given]) => `Offers here are in ${expected}, not in ${given}: name that token.`,
} satisfies ErrorSentences<typeof offerBookAbi>;
