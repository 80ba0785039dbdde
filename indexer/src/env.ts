import { deploymentSchema } from "@computehive/protocol/contracts";
import { INDEXER_DATABASES } from "@computehive/protocol/indexer-api/status";
import { z } from "zod";

/** Variable in which the launcher hands everything over, as JSON. */
export const SETTINGS_VARIABLE = "COMPUTEHIVE_INDEXER_SETTINGS";

/** What the launcher decided for one run of Ponder. */
export const runSettingsSchema = z.strictObject({
  deployment: deploymentSchema,
  deploymentHash: z.string(),
  schema: z.string().max(45),
  database: z.enum(INDEXER_DATABASES),
  /** Folder of the embedded database. */
  folder: z.string().exactOptional(),
  databaseUrl: z.string().exactOptional(),
  rpcUrl: z.string(),
  wsUrl: z.string().exactOptional(),
  pollMilliseconds: z.int().min(10),
  /** Times that the same endpoint is listed; Ponder asks each at most 20 times a second at first. */
  rpcCopies: z.int().min(1).max(50),
  liveConnections: z.int().min(1),
  livePerAddress: z.int().min(1),
  /** Times that the chain replaced blocks before this run. */
  reorgs: z.strictObject({ count: z.int(), lastDepth: z.int().exactOptional(), lastAt: z.int().exactOptional() }),
});

export type RunSettings = z.output<typeof runSettingsSchema>;

/** The settings of this run. The only place of the application that reads the environment. */
export function runSettings(): RunSettings {
  return runSettingsSchema.parse(JSON.parse(process.env[SETTINGS_VARIABLE] ?? "{}"));
}
