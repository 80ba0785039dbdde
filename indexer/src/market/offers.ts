import { offer } from "ponder:schema";
import { readShortName } from "@computehive/protocol/short-name";
import type { Address } from "viem";
import { handle } from "../handle.ts";
import { placeOf } from "../record/place.ts";
import { changeProvider } from "../staking/stake.ts";

handle("offers:OfferPosted", async (db, event) => {
  const { offerId, provider, offer: posted } = event.args;
  const { price, fixedPrice, exposureLimit, unitKind, validUntil, salt } = posted;
  const node = posted.node.toLowerCase() as Address;
  await changeProvider(db, event, provider, () => ({}));
  await db.insert(offer).values({
    id: offerId,
    postedId: event.id,
    state: "posted",
    provider,
    node,
    token: posted.token.toLowerCase() as Address,
    resourceClass: readShortName(posted.resourceClass),
    unitKind,
    price,
    fixedPrice,
    exposureLimit,
    validUntil,
    salt,
    posted: placeOf(event),
    cancelled: null,
  });
  return { node };
});

handle("offers:OfferCancelled", async (db, event) => {
  const { offerId } = event.args;
  const row = await db.find(offer, { id: offerId });
  // One that was only signed was never in the book.
  if (!row) return {};
  await db.update(offer, { id: offerId }).set({ state: "cancelled", cancelled: placeOf(event) });
  return { provider: row.provider, node: row.node, resourceClass: row.resourceClass };
});
