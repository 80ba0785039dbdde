import { type DemoAccounts, passwordFile } from "../folder/accounts.ts";
import { logFile, type StackPaths } from "../folder/paths.ts";
import { childEnvironment } from "./env.ts";
import { GATEWAY_PROGRAM, ROOT } from "./programs.ts";
import type { ProcessSpec } from "./supervise.ts";

export const HEARTBEAT_SECONDS = 5;
/** How long a stop waits for requests that are still being answered. */
const STOP_SECONDS = 3;

export interface GatewayPlace {
  readonly paths: StackPaths;
  readonly accounts: DemoAccounts;
  readonly deployment: string;
  readonly rpcUrl: string;
  readonly port: number;
  /** The marketplace, whose visitors may sign in. */
  readonly webOrigin: string | undefined;
  readonly databaseUrl: string | undefined;
}

/** How the gateway is started. The folder at the end is not for the gateway: it marks the process as one of this stack. */
export function gatewaySpec(place: GatewayPlace): ProcessSpec {
  const { paths, accounts, deployment, rpcUrl, port, webOrigin, databaseUrl } = place;
  return {
    name: "gateway",
    command: process.execPath,
    args: [GATEWAY_PROGRAM, paths.gateway],
    cwd: ROOT,
    log: logFile(paths, "gateway"),
    env: {
      ...childEnvironment(),
      GATEWAY_NAME: "Local gateway",
      GATEWAY_PORT: String(port),
      GATEWAY_DATA: paths.gateway,
      GATEWAY_DEPLOYMENT: deployment,
      GATEWAY_RPC_URL: rpcUrl,
      GATEWAY_HEARTBEAT_SECONDS: String(HEARTBEAT_SECONDS),
      GATEWAY_STOP_SECONDS: String(STOP_SECONDS),
      GATEWAY_CARRIER_KEYSTORE: accounts.carrier.keystore,
      GATEWAY_CARRIER_PASSWORD_FILE: passwordFile(paths.accounts),
      ...(webOrigin && { GATEWAY_WEB_ORIGINS: webOrigin }),
      ...(databaseUrl && { GATEWAY_DATABASE_URL: databaseUrl }),
    },
  };
}

/** The part of the gateway's health page that a start waits for. */
export interface GatewayHealth {
  readonly status: "ok" | "degraded" | "failing";
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly reason?: string }[];
}

export function gatewayMissing({ status, checks }: GatewayHealth): string | undefined {
  if (status === "ok") return undefined;
  return checks
    .filter(({ ok }) => !ok)
    .map(({ name, reason }) => `Its ${name} fails: ${reason}.`)
    .join(" ");
}
