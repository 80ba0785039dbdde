import { logFile, type StackPaths } from "../folder/paths.ts";
import { childEnvironment } from "./env.ts";
import { INDEXER_PROGRAM, ROOT } from "./programs.ts";
import type { ProcessSpec } from "./supervise.ts";

export interface IndexerPlace {
  readonly paths: StackPaths;
  readonly deployment: string;
  readonly rpcUrl: string;
  readonly port: number;
  /** Of PostgreSQL; without it the tables lie in PGlite. */
  readonly databaseUrl: string | undefined;
}

/** How the indexer is started. The folder at the end is not for the indexer: it marks the process as one of this stack. */
export function indexerSpec({ paths, deployment, rpcUrl, port, databaseUrl }: IndexerPlace): ProcessSpec {
  return {
    name: "indexer",
    command: process.execPath,
    args: [INDEXER_PROGRAM, paths.indexer],
    cwd: ROOT,
    log: logFile(paths, "indexer"),
    env: {
      ...childEnvironment(),
      INDEXER_PORT: String(port),
      INDEXER_DATA: paths.indexer,
      INDEXER_DEPLOYMENT: deployment,
      INDEXER_RPC_URL: rpcUrl,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
    },
  };
}

/** The part of the indexer's health page that a start waits for. */
export interface IndexerHealth {
  readonly status: "ok" | "degraded" | "failing";
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly reason?: string }[];
}

export function indexerMissing({ status, checks }: IndexerHealth): string | undefined {
  if (status === "ok") return undefined;
  return checks.flatMap(({ name, ok, reason }) => (ok ? [] : [`Its ${name}: ${reason}`])).join(" ");
}
