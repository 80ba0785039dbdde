import { join } from "node:path";
import { logFile, type StackPaths } from "../folder/paths.ts";
import { childEnvironment } from "./env.ts";
import { NEXT_PROGRAM, ROOT } from "./programs.ts";
import type { ProcessSpec } from "./supervise.ts";

/** Instead of the file of a built server. */
export const DEVELOPMENT_SERVER = "development";

export interface WebPlace {
  readonly paths: StackPaths;
  readonly deployment: string;
  readonly rpcUrl: string;
  readonly port: number;
  readonly urls: Readonly<Record<"gateway" | "indexer" | "web", string>>;
  /** The built server's file, or the development server that builds each page when it is asked for. */
  readonly server: string;
}

/** How the marketplace is started. The folder at the end is not for it: it marks the process as one of this stack. */
export function webSpec({ paths, deployment, rpcUrl, port, urls, server }: WebPlace): ProcessSpec {
  const isDevelopment = server === DEVELOPMENT_SERVER;
  const development = [NEXT_PROGRAM, "dev", join(ROOT, "web"), "--port", `${port}`, "--hostname", "127.0.0.1"];
  return {
    name: "web",
    command: process.execPath,
    args: isDevelopment ? development : [server, paths.lock],
    cwd: isDevelopment ? join(ROOT, "web") : ROOT,
    log: logFile(paths, "web"),
    env: {
      ...childEnvironment(),
      NODE_ENV: isDevelopment ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      PORT: String(port),
      HOSTNAME: "127.0.0.1",
      WEB_ORIGIN: urls.web,
      RPC_URL: rpcUrl,
      RPC_WS_URL: rpcUrl.replace(/^http/, "ws"),
      GATEWAY_URL: urls.gateway,
      INDEXER_URL: urls.indexer,
      DEPLOYMENT: deployment,
      DEV_WALLET: "1",
    },
  };
}

/** The part of the marketplace's health page that a start waits for. */
export interface WebHealth {
  readonly status: string;
}

export function webMissing({ status }: WebHealth): string | undefined {
  return status === "ok" ? undefined : `It says "${status}".`;
}
