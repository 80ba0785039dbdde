import type { Offer } from "@computehive/protocol/offer";
import { readShortName } from "@computehive/protocol/order";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Pricing } from "@computehive/sdk/job-builder";
import { listOffers, type OfferView } from "@computehive/sdk/offers/offers";
import type { Session } from "../session/session.ts";
import { addressOption, amountOption, idOption } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

export interface PriceOptions {
  class: string;
  offer: string | undefined;
  /** The node that alone may claim at first: then only its own offers count. */
  node: string | undefined;
  fixedPrice: string | undefined;
  price: string | undefined;
  maxPay: string | undefined;
}

export interface PricedJob {
  pricing: Pricing;
  /** The offer that the price was taken from. */
  offer: OfferView | undefined;
}

/** The price that was named, or that of an offer: the named one, else the cheapest of the resource class (and of the node). */
export async function priceJob(session: Session, client: HiveClient, options: PriceOptions): Promise<PricedJob> {
  const token = await session.token();
  const amount = (field: string, text: string | undefined): bigint | undefined =>
    text === undefined ? undefined : amountOption(field, text, token);
  const fixedPrice = amount("fixed-price", options.fixedPrice);
  const price = amount("price", options.price);
  const maxPay = amount("max-pay", options.maxPay);
  const offer = fixedPrice === undefined && price === undefined ? await chooseOffer(session, client, options) : undefined;
  const pricing = {
    unitKind: "fuel",
    fixedPrice: fixedPrice ?? offer?.offer.fixedPrice ?? 0n,
    price: price ?? offer?.offer.price ?? 0n,
    ...(maxPay !== undefined && { maxPay }),
  } satisfies Pricing;
  if (pricing.fixedPrice === 0n && pricing.price === 0n) {
    throw new UsageError("A job must pay something.", { field: "price", rule: "fixed-price or price above zero" });
  }
  return { pricing, offer };
}

async function chooseOffer(session: Session, client: HiveClient, options: PriceOptions): Promise<OfferView> {
  const views = (await listOffers(client, { resourceClass: options.class, signal: session.signal })).filter(({ isOpen }) => isOpen);
  if (options.offer !== undefined) {
    const id = idOption("offer", options.offer);
    const named = views.find(({ offerId }) => offerId === id);
    if (!named) throw new UsageError("There is no open offer with this id in this resource class.", { field: "offer", given: options.offer });
    return named;
  }
  const node = options.node === undefined ? undefined : addressOption("node", options.node);
  const fitting = views.filter(({ offer }) => offer.unitKind === 0 && (node === undefined || offer.node === node));
  const [cheapest] = fitting.sort((a, b) => compare(a.offer, b.offer));
  if (!cheapest) {
    const who = node === undefined ? "Nobody offers" : "This node does not offer";
    throw new UsageError(`${who} this resource class now: name a price yourself.`, {
      field: "price",
      rule: "--price and --fixed-price, in whole tokens",
      given: options.class,
    });
  }
  return cheapest;
}

function compare(a: Offer, b: Offer): number {
  if (a.price !== b.price) return a.price < b.price ? -1 : 1;
  return a.fixedPrice < b.fixedPrice ? -1 : 1;
}

export function describeOfferSource({ offer, offerId }: OfferView): string {
  return `offer ${offerId.slice(0, 10)}… of node ${offer.node} (${readShortName(offer.resourceClass)})`;
}
