import { z } from "zod";
import { hex32Schema, uintSchema } from "../hex.ts";

const blockSchema = z.strictObject({
  number: uintSchema(53),
  hash: hex32Schema,
  /** Unix seconds. */
  timestamp: uintSchema(40),
});

export const INDEXER_DATABASES = ["pglite", "postgres"] as const;

/** `GET /v1/status`: which chain this indexer follows, and how far it is. */
export const indexerStatusSchema = z.strictObject({
  chainId: z.int().min(1),
  genesisHash: hex32Schema,
  /** SHA-256 of the deployment that is indexed; another deployment is another indexer. */
  deploymentHash: hex32Schema,
  /** Name of the database schema; it contains a hash of the indexer's sources and the deployment. */
  schema: z.string().max(45),
  database: z.enum(INDEXER_DATABASES),
  /** The history has been read; from now on every block is shown as it comes. */
  ready: z.boolean(),
  /** The newest block that is in the tables; absent before the first. The hash is the chain's for that number, absent while the RPC is away. */
  indexed: blockSchema.extend({ hash: hex32Schema.exactOptional() }).exactOptional(),
  /** The chain's own newest block, or why it is not known. */
  head: z.union([
    z.strictObject({ known: z.literal(true), ...blockSchema.shape }),
    z.strictObject({ known: z.literal(false), reason: z.string() }),
  ]),
  /** How many blocks, and how many seconds of chain time, the tables are behind the chain; absent where either end is unknown. */
  behindBlocks: uintSchema(53).exactOptional(),
  behindSeconds: uintSchema(40).exactOptional(),
  /** Times that the chain replaced blocks since this process began. */
  reorgs: z.strictObject({
    count: uintSchema(32),
    lastDepth: uintSchema(32).exactOptional(),
    /** The indexer's clock, Unix seconds. */
    lastAt: uintSchema(40).exactOptional(),
  }),
  /** The chain went back further than can be undone: what is shown is of a history that is gone, until the tables are built anew. */
  stuck: z.boolean(),
});

export type IndexerStatus = z.output<typeof indexerStatusSchema>;

const HEALTH_CHECKS = ["database", "chain", "progress"] as const;

/**
 * `GET /health`: 200 with `ok` or `degraded` (the chain's RPC is away, or the tables are behind: what is shown is old), 503
 * with `failing` (the database does not answer, or the tables show a history that is gone).
 */
export const indexerHealthSchema = z.strictObject({
  status: z.enum(["ok", "degraded", "failing"]),
  checks: z.array(z.strictObject({ name: z.enum(HEALTH_CHECKS), ok: z.boolean(), reason: z.string().exactOptional() })),
});

export type IndexerHealth = z.output<typeof indexerHealthSchema>;
