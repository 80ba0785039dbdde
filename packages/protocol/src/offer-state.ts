/** In the contract's order. */
export const OFFER_STATES = ["none", "posted", "cancelled"] as const;
export type OfferState = (typeof OFFER_STATES)[number];
