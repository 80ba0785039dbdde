import { z } from "zod";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import { UNIT_KINDS } from "../price.ts";
import { asOfSchema, pageOf, queryOf, resourceClassSchema } from "./common.ts";

/** Most entries of one side of the book, and what a query without a limit gets. */
export const LARGEST_BOOK_SIDE = 2_500;

/** A settled price, for charts and "last price". */
export const pricePointSchema = z.strictObject({
  executionId: hex32Schema,
  jobId: hex32Schema,
  block: uintSchema(53),
  /** Unix seconds. */
  at: uintSchema(40),
  unitKind: z.enum(UNIT_KINDS),
  /** Of one unit size, as the order named it. */
  price: bigintSchema(96),
  fixedPrice: bigintSchema(96),
  units: bigintSchema(128),
  /** What the payee got. */
  amount: bigintSchema(256),
});

export type PricePoint = z.output<typeof pricePointSchema>;

/** An open offer as an entry of the book. */
export const askSchema = z.strictObject({
  offerId: hex32Schema,
  provider: addressSchema,
  node: addressSchema,
  price: bigintSchema(96),
  fixedPrice: bigintSchema(96),
  exposureLimit: bigintSchema(96),
  validUntil: uintSchema(40),
  /** Stake of the provider that no work commits. */
  freeStake: bigintSchema(96),
  /** Depth: entries, and their exposure limits, up to and with this one. */
  depthCount: uintSchema(32),
  depthExposure: bigintSchema(256),
});

/** An open job as an entry of the book. */
export const bidSchema = z.strictObject({
  jobId: hex32Schema,
  buyer: addressSchema,
  price: bigintSchema(96),
  fixedPrice: bigintSchema(96),
  maxPay: bigintSchema(96),
  exposure: bigintSchema(96),
  claimBefore: uintSchema(40),
  /** The node, or the provider, for which the job is reserved until `exclusiveUntil`. */
  node: addressSchema.exactOptional(),
  provider: addressSchema.exactOptional(),
  exclusiveUntil: uintSchema(40).exactOptional(),
  /** Depth: entries, and their maximum pay, up to and with this one. */
  depthCount: uintSchema(32),
  depthMaxPay: bigintSchema(256),
});

export type Ask = z.output<typeof askSchema>;
export type Bid = z.output<typeof bidSchema>;

/** `GET /v1/book?resourceClass=…`; `limit` counts the entries of each side. Prices compare within one unit kind only. */
export const bookQuerySchema = z.strictObject({
  resourceClass: resourceClassSchema,
  unitKind: z.enum(UNIT_KINDS).exactOptional(),
  limit: z.coerce.number().int().min(1).max(LARGEST_BOOK_SIDE).exactOptional(),
});

export const bookResponseSchema = z.strictObject({
  asOf: asOfSchema,
  resourceClass: resourceClassSchema,
  unitKind: z.enum(UNIT_KINDS),
  /** Open offers, cheapest first; of equal ones the oldest first. */
  asks: z.array(askSchema),
  /** Jobs that can be claimed now, the best paid first; of equal ones the oldest first. */
  bids: z.array(bidSchema),
  /** How many there are in all, where the limit cut the side. */
  askCount: uintSchema(32),
  bidCount: uintSchema(32),
  /** The newest settled prices, newest first. */
  last: z.array(pricePointSchema),
});

export type BookQuery = z.input<typeof bookQuerySchema>;
export type BookResponse = z.output<typeof bookResponseSchema>;

/** `GET /v1/resource-classes`: every class and unit kind that an offer or a job ever named. */
export const resourceClassesResponseSchema = z.strictObject({
  asOf: asOfSchema,
  items: z.array(
    z.strictObject({
      resourceClass: resourceClassSchema,
      unitKind: z.enum(UNIT_KINDS),
      openOffers: uintSchema(32),
      /** Price of the cheapest open offer. */
      bestOffer: bigintSchema(96).exactOptional(),
      /** Jobs that can be claimed now. */
      openJobs: uintSchema(32),
      /** Price of the best paid of them. */
      bestJob: bigintSchema(96).exactOptional(),
      /** Jobs that run, are submitted or disputed. */
      runningJobs: uintSchema(32),
      settled: uintSchema(32),
      /** Sum of what payees got. */
      volume: bigintSchema(256),
      last: pricePointSchema.exactOptional(),
    }),
  ),
});

export type ResourceClassesResponse = z.output<typeof resourceClassesResponseSchema>;

/** `GET /v1/prices`: settled executions that paid, newest first; `from` and `to` in Unix seconds, both inclusive. */
export const pricesQuerySchema = queryOf({
  resourceClass: resourceClassSchema,
  unitKind: z.enum(UNIT_KINDS).exactOptional(),
  from: z.coerce.number().int().min(0).exactOptional(),
  to: z.coerce.number().int().min(0).exactOptional(),
});

export const pricesResponseSchema = pageOf(pricePointSchema);

export type PricesQuery = z.input<typeof pricesQuerySchema>;
export type PricesResponse = z.output<typeof pricesResponseSchema>;
