import { z } from "zod";

const optionalText = z.string().min(1).optional();

const envSchema = z.object({
  /** A private key as 0x and 64 hex digits. For local use and tests; a keystore is better. */
  HIVE_PRIVATE_KEY: optionalText,
  HIVE_KEYSTORE: optionalText,
  HIVE_PASSWORD: optionalText,
  HIVE_PASSWORD_FILE: optionalText,
  HIVE_STACK: optionalText,
  HIVE_RPC_URL: optionalText,
  HIVE_GATEWAY_URL: optionalText,
  HIVE_DEPLOYMENT: optionalText,
  /** Folder in which signed orders are kept. */
  HIVE_ORDERS: optionalText,
  /** Folder in which is kept what was promised on channels. */
  HIVE_VOUCHERS: optionalText,
});

export type Env = z.infer<typeof envSchema>;

/** The environment variables that the CLI reads. An empty variable counts as unset. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  return envSchema.parse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "")));
}
