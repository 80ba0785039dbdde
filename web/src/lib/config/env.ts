import { ComputeHiveError } from "@computehive/protocol/error";
import { z } from "zod";

const url = z
  .url({ protocol: /^https?$/, error: "an http or https address" })
  .transform((value) => value.replace(/\/+$/, ""));

const flag = z
  .enum(["0", "1"], { error: "0 or 1" })
  .default("0")
  .transform((value) => value === "1");

const envSchema = z.object({
  /** Where people reach this site; nothing is ever derived from a request's Host. */
  WEB_ORIGIN: url,
  /** What browsers ask; it must allow the site's origin (CORS). */
  RPC_URL: url,
  RPC_WS_URL: z.url({ protocol: /^wss?$/, error: "a ws or wss address" }).optional(),
  GATEWAY_URL: url,
  INDEXER_URL: url,
  /** File with chain id, addresses and parameters: deployments/<chain>.json. */
  DEPLOYMENT: z.string().min(1, "the path of a deployment file"),
  /** Offers the developer wallet; refused on every chain that is not local. */
  DEV_WALLET: flag,
  /** A block explorer with /tx, /address and /block; without it the site's own pages are linked. */
  EXPLORER_URL: url.optional(),
  CHAIN_NAME: z.string().min(1).max(60).optional(),
  /** Symbol of the coin that the chain takes for transactions. */
  COIN_SYMBOL: z.string().min(1).max(12).default("ETH"),
});

export type WebEnv = z.output<typeof envSchema>;

/** Reads the whole configuration. @throws WebEnvInvalidError naming every variable that is wrong. */
export function readEnv(env: Readonly<Record<string, string | undefined>> = process.env): WebEnv {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new WebEnvInvalidError({ problems });
}

export class WebEnvInvalidError extends ComputeHiveError {
  override readonly name = "WebEnvInvalidError";
  constructor({ problems }: { problems: string[] }) {
    super("The marketplace cannot start: its environment is not complete.", { metaMessages: problems });
  }
}

export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}
