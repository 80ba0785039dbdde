import { resolve } from "node:path";
import { ComputeHiveError } from "@computehive/protocol/error";
import { z } from "zod";

const path = z
  .string()
  .min(1)
  .transform((text) => resolve(text));
const count = (fallback: number, most = 1_000_000) => z.coerce.number().int().min(1).max(most).default(fallback);

/** Every setting of the indexer: its environment variable, its rule, and its default. */
export const configSchema = z.object({
  INDEXER_HOST: z.string().min(1).default("127.0.0.1"),
  /** 0: any free one; the event `listening` names it. */
  INDEXER_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  INDEXER_DEPLOYMENT: path,
  INDEXER_RPC_URL: z.url({ protocol: /^https?$/ }),
  /** Where the chain announces new blocks; on a local chain the RPC's own port unless this says otherwise. `off`: nowhere. */
  INDEXER_WS_URL: z.union([z.literal("off"), z.url({ protocol: /^wss?$/ })]).optional(),
  INDEXER_DATA: path,
  /** PostgreSQL; without it a database is embedded. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  INDEXER_LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  INDEXER_POLL_MILLISECONDS: z.coerce.number().int().min(10).max(60_000).optional(),
  INDEXER_RPC_COPIES: z.coerce.number().int().min(1).max(50).optional(),
  INDEXER_LIVE_CONNECTIONS: count(1_000),
  INDEXER_LIVE_PER_ADDRESS: count(64),
  /** Seconds behind the chain from which on the health is degraded. */
  INDEXER_BEHIND_SECONDS: count(30),
});

export type IndexerConfig = z.output<typeof configSchema>;

/** @throws ConfigInvalidError that lists each variable with the rule it breaks. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): IndexerConfig {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const unknown = Object.keys(given).filter((name) => name.startsWith("INDEXER_") && !(name in configSchema.shape));
  const parsed = configSchema.safeParse(given);
  const faults = [
    ...unknown.map((name) => `${name}: is not a setting`),
    ...(parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigInvalidError({ faults });
  return parsed.data;
}

export class ConfigInvalidError extends ComputeHiveError {
  override readonly name = "ConfigInvalidError";
  constructor({ faults }: { faults: readonly string[] }) {
    super("The indexer's settings cannot be used.", { metaMessages: [...faults] });
  }
}
