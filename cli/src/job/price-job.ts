import { UNIT_KINDS } from "@computehive/protocol/price";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { costOf, type Pricing } from "@computehive/sdk/job-builder";
import { listOffers, type OfferView } from "@computehive/sdk/offers/offers";
import { isAddressEqual } from "viem";
import { idOption } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";
import { namedPricing, type OrderWishes } from "./order-wishes.ts";

export interface PricedJob {
  pricing: Pricing;
  /** The offer that the price was taken from. */
  offer: OfferView | undefined;
}

export interface PriceJobOptions {
  wishes: OrderWishes;
  /** Id of the offer whose price is wanted, as it was typed. */
  offer: string | undefined;
  /** Fuel that the job is expected to use: what is cheapest depends on it. */
  fuel: bigint;
  signal: AbortSignal;
}

/**
 * The price that was named, or that of an offer: the named one, else the cheapest of the resource class (and of the node
 * that alone may claim at first) for this job, of a node that the gateway hears as long as it hears one.
 */
export async function priceJob(client: HiveClient, options: PriceJobOptions): Promise<PricedJob> {
  const named = namedPricing(options.wishes);
  if (named && options.offer !== undefined) {
    throw new UsageError("The price comes from an offer or from you, not from both.", {
      field: "offer",
      rule: "without --price and --fixed-price",
    });
  }
  if (named) return { pricing: named, offer: undefined };
  const offer = await chooseOffer(client, options);
  const { fixedPrice, price } = offer.offer;
  const { maxPay } = options.wishes;
  return { pricing: { unitKind: "fuel", fixedPrice, price, ...(maxPay !== undefined && { maxPay }) }, offer };
}

async function chooseOffer(client: HiveClient, { wishes, offer, fuel, signal }: PriceJobOptions): Promise<OfferView> {
  const { resourceClass, exclusive } = wishes.order;
  const views = await listOffers(client, { resourceClass, signal });
  // A node that alone may claim at first takes nothing below its own price.
  const isFitting = ({ node, unitKind }: OfferView["offer"]): boolean =>
    unitKind === UNIT_KINDS.indexOf("fuel") && (!exclusive || isAddressEqual(node, exclusive.node));
  const open = views.filter((view) => view.isOpen && isFitting(view.offer));
  if (offer !== undefined) return namedOffer(open, offer);
  const cheapest = cheapestServed(open, { online: await onlineNodes(client, signal), fuel });
  if (cheapest) return cheapest;
  throw new UsageError(
    `${exclusive ? "This node does not offer" : "Nobody offers"} this resource class now: name a price yourself.`,
    {
      field: "price",
      rule: "--price and --fixed-price, in whole tokens",
      given: resourceClass,
    },
  );
}

/**
 * The cheapest offer for so much fuel. A price below what the nodes ask that listen now would be waited for in vain: while one
 * of them offers, the others do not count. @param online Addresses in lower case.
 */
export function cheapestServed(
  offers: readonly OfferView[],
  { online, fuel }: { online: ReadonlySet<string>; fuel: bigint },
): OfferView | undefined {
  const served = offers.filter(({ offer }) => online.has(offer.node.toLowerCase()));
  return (served.length > 0 ? served : offers).reduce<OfferView | undefined>(
    (best, view) => (best && cost(best, fuel) <= cost(view, fuel) ? best : view),
    undefined,
  );
}

async function onlineNodes({ gateway }: HiveClient, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { nodes } = (await gateway?.nodes({ signal })) ?? { nodes: [] };
  return new Set(nodes.filter(({ online }) => online).map(({ heartbeat }) => heartbeat.node.toLowerCase()));
}

function namedOffer(open: readonly OfferView[], text: string): OfferView {
  const id = idOption("offer", text);
  const named = open.find(({ offerId }) => offerId === id);
  if (named) return named;
  throw new UsageError("There is no open offer with this id that is priced by fuel in this resource class.", {
    field: "offer",
    given: text,
  });
}

function cost({ offer: { fixedPrice, price } }: OfferView, fuel: bigint): bigint {
  return costOf({ unitKind: "fuel", fixedPrice, price }, fuel);
}
