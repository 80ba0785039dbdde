import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import type { Deployment } from "@computehive/protocol/contracts";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import {
  type IndexerHealth,
  type IndexerStatus,
  indexerHealthSchema,
  indexerStatusSchema,
} from "@computehive/protocol/indexer-api/status";
import type { z } from "zod";

const LAUNCHER = join(import.meta.dirname, "../../launcher/main.ts");
/** The embedded database takes a minute to start on a machine that is busy with everything else. */
const START_MS = 150_000;
const POLL_MS = 25;

export interface IndexerOptions {
  readonly folder: string;
  readonly deployment: Deployment;
  readonly rpcUrl: string;
  readonly databaseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface TestIndexer {
  readonly url: string;
  readonly pid: number;
  /** What it said to standard error. */
  log(): string;
  health(): Promise<IndexerHealth>;
  status(): Promise<IndexerStatus>;
  get<schema extends z.ZodType>(path: string, schema: schema): Promise<z.output<schema>>;
  /** Resolves when the condition holds for the status; rejects where it does not in `ms`, by default as long as a slow start takes. */
  until(condition: (status: IndexerStatus) => boolean, what: string, ms?: number): Promise<IndexerStatus>;
  ended(): Promise<number | NodeJS.Signals | null>;
  stop(): Promise<number | NodeJS.Signals | null>;
  kill(): Promise<void>;
}

/** Starts the launcher as `npm start` does; resolves when it listens. */
export async function startIndexer(options: IndexerOptions): Promise<TestIndexer> {
  const { folder, deployment, rpcUrl, databaseUrl } = options;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "deployment.json");
  writeFileSync(file, JSON.stringify(deployment));
  const child = spawn(process.execPath, [LAUNCHER], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      INDEXER_DATA: join(folder, "data"),
      INDEXER_DEPLOYMENT: file,
      INDEXER_RPC_URL: rpcUrl,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      ...options.env,
    },
  });
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const end = endOf(child);
  const url = await Promise.race([
    listening(child),
    end.then((exit) => Promise.reject(new Error(`The launcher ended (${exit}) before it listened.\n${log}`))),
  ]);

  const get: TestIndexer["get"] = async (path, schema) => {
    const response = await fetch(new URL(path, url));
    const body: unknown = await response.json();
    if (!response.ok && path !== "/health") throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
    return schema.parse(body);
  };
  const status = () => get(indexerRoutes.status(), indexerStatusSchema);
  const until: TestIndexer["until"] = async (condition, what, ms = START_MS) => {
    const deadline = performance.now() + ms;
    for (;;) {
      const now = await status().catch(() => undefined);
      if (now && condition(now)) return now;
      if (child.exitCode !== null) throw new Error(`The launcher ended (${child.exitCode}) before ${what}.\n${log}`);
      if (performance.now() > deadline) throw new Error(`Not ${what}: ${JSON.stringify(now)}\n${log.slice(-4_000)}`);
      await wait(POLL_MS);
    }
  };
  return {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    health: () => get(indexerRoutes.health(), indexerHealthSchema),
    status,
    get,
    until,
    ended: () => end,
    async stop() {
      child.kill("SIGTERM");
      return end;
    },
    async kill() {
      child.kill("SIGKILL");
      await end;
    },
  };
}

async function listening(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const event = JSON.parse(line) as { event: string; url?: string };
    if (event.event === "listening" && event.url) {
      child.stdout?.resume();
      return event.url;
    }
  }
  return new Promise(() => {});
}

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
}
