import { z } from "zod";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import {
  addressQuerySchema,
  asOfSchema,
  pageOf,
  pageQuerySchema,
  placeSchema,
  queryOf,
  resourceClassSchema,
} from "./common.ts";

/** What executions came to, of a provider or of one node. Everything is counted from the executions at the moment of asking. */
export const recordSchema = z.strictObject({
  claimed: uintSchema(32),
  /** Live now: running, submitted or disputed. */
  live: uintSchema(32),
  /** The payee was paid. */
  settled: uintSchema(32),
  /** Refunded because the order refunds on silence. */
  refunded: uintSchema(32),
  declined: uintSchema(32),
  expired: uintSchema(32),
  /** Disputed at some time. */
  disputed: uintSchema(32),
  /** A resolver found against the node. */
  lost: uintSchema(32),
  /** What payees got, in the market's token. */
  earned: bigintSchema(256),
  /** Median seconds from claim to submission, and from claim to settlement; absent where there is none yet. */
  medianSubmitSeconds: uintSchema(40).exactOptional(),
  medianSettleSeconds: uintSchema(40).exactOptional(),
});

export const NODE_STATES = ["active", "paused", "retired"] as const;

export const indexedNodeSchema = z.strictObject({
  node: addressSchema,
  provider: addressSchema,
  /** Now; claims keep the payee of their time. */
  payee: addressSchema,
  state: z.enum(NODE_STATES),
  resourceClass: resourceClassSchema,
  /** A short name, empty where none was given. */
  region: z.string(),
  capabilityHash: hex32Schema,
  tlsKeyHash: hex32Schema,
  endpoint: z.string(),
  registered: placeSchema,
  /** The key that this one took the place of, and the one that took its place; the record is that of this key alone. */
  rotatedFrom: addressSchema.exactOptional(),
  rotatedTo: addressSchema.exactOptional(),
  openOffers: uintSchema(32),
  record: recordSchema,
});

export type IndexedNode = z.output<typeof indexedNodeSchema>;

/** `GET /v1/nodes`: newest first. */
export const nodesQuerySchema = queryOf({
  provider: addressQuerySchema.exactOptional(),
  resourceClass: resourceClassSchema.exactOptional(),
  state: z.enum(NODE_STATES).exactOptional(),
});

export const nodesResponseSchema = pageOf(indexedNodeSchema);
export const nodeResponseSchema = z.strictObject({ asOf: asOfSchema, node: indexedNodeSchema });

export type NodesQuery = z.input<typeof nodesQuerySchema>;
export type IndexedNodesResponse = z.output<typeof nodesResponseSchema>;
export type IndexedNodeResponse = z.output<typeof nodeResponseSchema>;

export const indexedProviderSchema = z.strictObject({
  provider: addressSchema,
  /** Stake; amounts in the token's smallest unit. Free stake is `active − exposure`. */
  active: bigintSchema(96),
  exposure: bigintSchema(96),
  thawing: bigintSchema(96),
  /** When what thaws can be withdrawn, Unix seconds; absent where nothing thaws. */
  thawedAt: uintSchema(40).exactOptional(),
  /** Stake that was burned, and that went to resolvers as fees. */
  burned: bigintSchema(256),
  fees: bigintSchema(256),
  nodes: uintSchema(32),
  openOffers: uintSchema(32),
  record: recordSchema,
  /** The first event in which the provider appears. */
  since: placeSchema,
});

export type IndexedProvider = z.output<typeof indexedProviderSchema>;

/** `GET /v1/providers`: the newest provider first. */
export const providersQuerySchema = pageQuerySchema;
export const providersResponseSchema = pageOf(indexedProviderSchema);

/** `GET /v1/providers/<address>`; nodes and offers have lists of their own. */
export const providerResponseSchema = z.strictObject({ asOf: asOfSchema, provider: indexedProviderSchema });

export type ProvidersQuery = z.input<typeof providersQuerySchema>;
export type ProvidersResponse = z.output<typeof providersResponseSchema>;
export type ProviderResponse = z.output<typeof providerResponseSchema>;
