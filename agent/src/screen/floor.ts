import type { Offer } from "@computehive/protocol/offer";
import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import type { BookEvent } from "../book/events.ts";

export interface Floor {
  fixedPrice: bigint;
  price: bigint;
}

/** Offers of this node, or of its provider for all its nodes, that stand at `now` (Unix seconds). */
export function standingOffers(
  events: readonly BookEvent[],
  { node, provider, now }: { node: Address; provider: Address; now: number },
): Offer[] {
  const offers = new Map<Hex, Offer>();
  for (const { log } of events) {
    if (log.eventName === "OfferPosted") offers.set(log.args.offerId, log.args.offer);
    if (log.eventName === "OfferCancelled") offers.delete(log.args.offerId);
  }
  return [...offers.values()].filter(
    (offer) =>
      isAddressEqual(offer.provider, provider) &&
      (isAddressEqual(offer.node, node) || isAddressEqual(offer.node, zeroAddress)) &&
      offer.validUntil > now,
  );
}

/** The cheapest of the standing offers for fuel: what this node has promised to do work for. */
export function floorOf(offers: readonly Offer[]): Floor | undefined {
  const forFuel = offers.filter(({ unitKind }) => unitKind === 0);
  const [first, ...rest] = forFuel;
  return rest.reduce<Floor | undefined>(
    (best, offer) => (best && offer.price >= best.price ? best : offer),
    first && { fixedPrice: first.fixedPrice, price: first.price },
  );
}
