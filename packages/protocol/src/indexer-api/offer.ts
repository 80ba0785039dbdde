import { z } from "zod";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import { OFFER_STATES } from "../offer-state.ts";
import { UNIT_KINDS } from "../price.ts";
import { addressQuerySchema, asOfSchema, pageOf, placeSchema, queryOf, resourceClassSchema } from "./common.ts";

/** A provider's standing price. */
export const indexedOfferSchema = z.strictObject({
  offerId: hex32Schema,
  provider: addressSchema,
  node: addressSchema,
  token: addressSchema,
  fixedPrice: bigintSchema(96),
  /** Of one unit size of the unit kind. */
  price: bigintSchema(96),
  unitKind: z.enum(UNIT_KINDS),
  exposureLimit: bigintSchema(96),
  resourceClass: resourceClassSchema,
  validUntil: uintSchema(40),
  salt: bigintSchema(256),
  state: z.enum(OFFER_STATES),
  /** Posted, not past its time, and its node neither paused nor retired. */
  isOpen: z.boolean(),
  posted: placeSchema,
  cancelled: placeSchema.exactOptional(),
});

export type IndexedOffer = z.output<typeof indexedOfferSchema>;

/** Newest first. `open`: only what `isOpen`. */
export const offersQuerySchema = queryOf({
  provider: addressQuerySchema.exactOptional(),
  node: addressQuerySchema.exactOptional(),
  resourceClass: resourceClassSchema.exactOptional(),
  open: z.enum(["true", "false"]).exactOptional(),
});

export const offersResponseSchema = pageOf(indexedOfferSchema);
export const offerResponseSchema = z.strictObject({ asOf: asOfSchema, offer: indexedOfferSchema });

export type OffersQuery = z.input<typeof offersQuerySchema>;
export type OffersResponse = z.output<typeof offersResponseSchema>;
export type OfferResponse = z.output<typeof offerResponseSchema>;
