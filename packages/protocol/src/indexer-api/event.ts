import { z } from "zod";
import { addressSchema, hex32Schema, uintSchema } from "../hex.ts";
import { addressQuerySchema, pageOf, placeSchema, queryOf } from "./common.ts";

/** The contracts of a deployment, by the names of its file; `testDollar` on local chains alone. */
export const INDEXED_CONTRACTS = [
  "escrow",
  "staking",
  "market",
  "offers",
  "receipts",
  "receiptToken",
  "attestations",
  "attesterPolicies",
  "arbiter",
  "replicaMarket",
  "replicaArbiter",
  "jury",
  "randomness",
  "testDollar",
] as const;
export type IndexedContract = (typeof INDEXED_CONTRACTS)[number];

/** Arguments of an event as JSON: whole numbers of every size are decimal strings, addresses lower-case. */
export type EventArgument = string | boolean | readonly EventArgument[] | { readonly [name: string]: EventArgument };
const eventArgumentSchema: z.ZodType<EventArgument> = z.lazy(() =>
  z.union([z.string(), z.boolean(), z.array(eventArgumentSchema), z.record(z.string(), eventArgumentSchema)]),
);

/** One event of one of the deployment's contracts, decoded. */
export const indexedEventSchema = z.strictObject({
  /** Orders events as the chain does, and changes when the chain replaces their block by one of another time. */
  eventId: z.string().regex(/^\d{1,100}$/),
  contract: z.enum(INDEXED_CONTRACTS),
  address: addressSchema,
  name: z.string(),
  args: z.record(z.string(), eventArgumentSchema),
  place: placeSchema.extend({ blockHash: hex32Schema, transactionIndex: uintSchema(32) }),
  /** What the event touches; `accounts` are all addresses in it, the named ones included. */
  touches: z.strictObject({
    jobId: hex32Schema.exactOptional(),
    executionId: hex32Schema.exactOptional(),
    offerId: hex32Schema.exactOptional(),
    buyer: addressSchema.exactOptional(),
    provider: addressSchema.exactOptional(),
    node: addressSchema.exactOptional(),
    resourceClass: z.string().exactOptional(),
    accounts: z.array(addressSchema),
  }),
});

export type IndexedEvent = z.output<typeof indexedEventSchema>;

/** `GET /v1/events`: newest first. `address`: named in the event, or the contract that emitted it. */
export const eventsQuerySchema = queryOf({
  address: addressQuerySchema.exactOptional(),
  contract: z.enum(INDEXED_CONTRACTS).exactOptional(),
  block: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).exactOptional(),
  transaction: hex32Schema.exactOptional(),
  job: hex32Schema.exactOptional(),
});

export const eventsResponseSchema = pageOf(indexedEventSchema);

export type EventsQuery = z.input<typeof eventsQuerySchema>;
export type EventsResponse = z.output<typeof eventsResponseSchema>;

/** `GET /v1/blocks`: blocks with at least one event of these contracts, newest first. */
export const blocksQuerySchema = queryOf({});

export const blocksResponseSchema = pageOf(
  z.strictObject({
    number: uintSchema(53),
    hash: hex32Schema,
    /** Unix seconds. */
    timestamp: uintSchema(40),
    /** Only those with events of these contracts. */
    transactions: uintSchema(32),
    events: uintSchema(32),
  }),
);

export type BlocksQuery = z.input<typeof blocksQuerySchema>;
export type BlocksResponse = z.output<typeof blocksResponseSchema>;
