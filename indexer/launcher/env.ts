import { type IndexerConfig, parseConfig } from "./config.ts";

/** The only place of the launcher that reads the environment. */
export function configFromEnvironment(): IndexerConfig {
  return parseConfig(process.env);
}

/** What Ponder's process inherits: nothing that Ponder itself would take for a setting. */
export function inheritedEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, TZ, TMPDIR, NODE_OPTIONS, NODE_EXTRA_CA_CERTS } = process.env;
  return { PATH, HOME, TZ, TMPDIR, NODE_OPTIONS, NODE_EXTRA_CA_CERTS };
}

const LOCK_VARIABLE = "COMPUTEHIVE_INDEXER_LOCK";

/** A lock's name begins with a null, which no variable can hold. */
export function lockVariable(name: string | undefined): Record<string, string> {
  return name === undefined ? {} : { [LOCK_VARIABLE]: Buffer.from(name).toString("hex") };
}

/** The lock that Ponder's process holds as long as it lives. */
export function lockFromEnvironment(): string | undefined {
  const hex = process.env[LOCK_VARIABLE];
  return hex && Buffer.from(hex, "hex").toString();
}
