/** The only place that reads the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function environment(): Environment {
  return process.env;
}

/** Variables that replace a field of the configuration file. */
export const OVERRIDES = {
  HIVE_AGENT_DATA_FOLDER: ["dataFolder"],
  HIVE_AGENT_DEPLOYMENT: ["deployment"],
  HIVE_AGENT_RPC_URL: ["chain", "rpcUrl"],
  HIVE_AGENT_GATEWAY_URL: ["gateway", "url"],
  HIVE_AGENT_KEYSTORE: ["key", "keystore"],
  HIVE_AGENT_PASSWORD_FILE: ["key", "passwordFile"],
  HIVE_AGENT_HEALTH_PORT: ["health", "port"],
  HIVE_AGENT_LOG_LEVEL: ["logLevel"],
} as const satisfies Record<string, readonly string[]>;
