import { resolve } from "node:path";
import { z } from "zod";
import { GatewayError } from "./gateway-error.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const DAY = 86_400;

const count = (fallback: number, minimum = 1) =>
  z.coerce.number().int().min(minimum).max(Number.MAX_SAFE_INTEGER).default(fallback);
const rate = (fallback: number) => z.coerce.number().positive().max(1_000_000).default(fallback);
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  );
const file = z
  .string()
  .min(1)
  .transform((path) => resolve(path));
const origin = z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, "an origin without path");
const origins = list.pipe(z.array(origin));
/** Who may read without credentials; `*` is everybody. */
const readers = z
  .string()
  .default("*")
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(
    z.array(
      z.string().refine((text) => text === "*" || origin.safeParse(text).success, "an origin without path, or *"),
    ),
  );

/** Every setting of a gateway: its environment variable, its rule, and its default. Sizes in bytes. */
export const configSchema = z
  .object({
    GATEWAY_HOST: z.string().min(1).default("127.0.0.1"),
    GATEWAY_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    GATEWAY_PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    GATEWAY_NAME: z.string().min(1).max(120).default("ComputeHive gateway"),
    GATEWAY_DATA: file,
    GATEWAY_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    GATEWAY_DATABASE_SCHEMA: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,62}$/, "lower-case letters, digits and underscores")
      .default("gateway"),
    GATEWAY_DEPLOYMENT: file,
    GATEWAY_RPC_URL: z.url({ protocol: /^https?$/ }),
    GATEWAY_LISTENING_FILE: file.optional(),
    GATEWAY_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
    GATEWAY_ALLOWED_ORIGINS: readers,
    GATEWAY_WEB_ORIGINS: origins,
    GATEWAY_TRUST_PROXY: flag,

    GATEWAY_BLOB_BYTES: count(256 * MIB),
    GATEWAY_QUOTA_BYTES: count(2 * GIB),
    GATEWAY_DAILY_BYTES: count(4 * GIB),
    GATEWAY_CAPACITY_BYTES: count(50 * GIB),
    GATEWAY_RESERVE_BYTES: count(256 * MIB, 0),
    GATEWAY_RETENTION_SECONDS: count(30 * DAY),
    GATEWAY_ACCESS_SECONDS: count(DAY),
    GATEWAY_UPLOADS: count(32),
    GATEWAY_UPLOADS_PER_ACCOUNT: count(8),

    GATEWAY_HEARTBEAT_SECONDS: count(15),
    GATEWAY_HEARTBEAT_SKEW_SECONDS: count(60),
    GATEWAY_LOG_BYTES: count(4 * MIB),
    GATEWAY_PHASES: count(200),
    GATEWAY_EXECUTION_RETENTION_SECONDS: count(30 * DAY),
    GATEWAY_STREAMS: count(256),
    GATEWAY_STREAMS_PER_ADDRESS: count(16),
    GATEWAY_STREAM_IDLE_SECONDS: rate(15),
    GATEWAY_STREAM_PATIENCE_SECONDS: rate(30),

    GATEWAY_REQUESTS_PER_ADDRESS: rate(100),
    GATEWAY_REQUESTS_PER_ACCOUNT: rate(100),
    GATEWAY_REQUEST_BURST: count(400),
    GATEWAY_SIGN_INS_PER_ADDRESS: rate(0.5),
    GATEWAY_SIGN_IN_BURST: count(30),
    GATEWAY_SESSION_SECONDS: count(7 * DAY),
    GATEWAY_SESSIONS_PER_ACCOUNT: count(20),
    GATEWAY_API_KEYS_PER_ACCOUNT: count(20),
    GATEWAY_SAVED_MANIFESTS_PER_ACCOUNT: count(200),
    GATEWAY_ORDERS: count(10_000),
    GATEWAY_ORDERS_PER_BUYER: count(100),
    GATEWAY_ORDERS_PER_ADDRESS: rate(1),
    GATEWAY_ORDER_BURST: count(60),
    GATEWAY_ORDER_CHECK_SECONDS: rate(10),
    GATEWAY_CARRIER_KEYSTORE: file.optional(),
    GATEWAY_CARRIER_PASSWORD_FILE: file.optional(),
    GATEWAY_CARRIER_WITHDRAWAL_FEE: count(0, 0),
    GATEWAY_CARRIER_STATEMENTS_PER_OWNER: count(20),
    GATEWAY_CARRIER_GWEI_PER_DAY: count(50_000_000),
    GATEWAY_CARRIER_GWEI_PER_GAS: count(200),
    GATEWAY_CARRIER_GAS: count(1_000_000),
    GATEWAY_PAIRINGS: count(1_000),
    GATEWAY_CONFIRMATIONS: count(1),
    GATEWAY_WATCH_SECONDS: rate(1),
    GATEWAY_NOTIFICATION_RETENTION_SECONDS: count(90 * DAY),
    GATEWAY_PUSH_CONTACT: z
      .string()
      .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, "an address that begins with mailto: or https:")
      .default("mailto:operator@gateway.invalid"),
    GATEWAY_PUSH_SUBSCRIPTIONS_PER_ACCOUNT: count(10),
    GATEWAY_PUSH_LOOPBACK: flag,
    GATEWAY_CONNECTIONS: count(1_000),
    GATEWAY_REQUEST_SECONDS: count(600),
    GATEWAY_STALL_SECONDS: rate(30),
    GATEWAY_STOP_SECONDS: rate(10),
    GATEWAY_JANITOR_SECONDS: rate(60),

    GATEWAY_RPC_SECONDS: rate(5),
    GATEWAY_CLAIM_RECHECK_SECONDS: z.coerce.number().min(0).max(3_600).default(4),
    GATEWAY_CLAIM_UNKNOWN_SECONDS: z.coerce.number().min(0).max(3_600).default(1),
    GATEWAY_RPC_LOG_RANGE: count(10_000),
    GATEWAY_RPC_LOOKBACK: count(1_000_000),
  })
  .refine((config) => config.GATEWAY_BLOB_BYTES <= config.GATEWAY_QUOTA_BYTES, {
    path: ["GATEWAY_BLOB_BYTES"],
    message: "at most GATEWAY_QUOTA_BYTES",
  })
  .refine((config) => !config.GATEWAY_CARRIER_KEYSTORE || config.GATEWAY_CARRIER_PASSWORD_FILE, {
    path: ["GATEWAY_CARRIER_PASSWORD_FILE"],
    message: "needed with GATEWAY_CARRIER_KEYSTORE",
  });

export type GatewayConfig = z.output<typeof configSchema>;

/** @throws ConfigInvalidError that lists each variable with the rule it breaks. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): GatewayConfig {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith("GATEWAY_") && value !== ""),
  );
  const unknown = Object.keys(given).filter((name) => !(name in configSchema.shape));
  const parsed = configSchema.safeParse(given);
  const faults = [
    ...unknown.map((name) => `${name}: is not a setting`),
    ...(parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigInvalidError({ faults });
  return parsed.data;
}

export class ConfigInvalidError extends GatewayError {
  override readonly name = "ConfigInvalidError";
  constructor({ faults }: { faults: readonly string[] }) {
    super("The gateway's settings cannot be used.", { code: "invalid", metaMessages: [...faults] });
  }
}
