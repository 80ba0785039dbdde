/**
 * Builds the marketplace if its sources changed since the last build, and answers the server to start:
 * `node <server>` with the environment of web/src/lib/config/env.ts, PORT and HOSTNAME.
 * Usage: node scripts/web/build.ts [--public]. A public build has no developer wallet in it.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ComputeHiveError } from "@computehive/protocol/error";
import { wait } from "@computehive/sdk/retry";
import { claimFolder, FolderInUseError } from "../chain/folder-lock.ts";
import { runCommand } from "../suite/run-command.ts";
import { hashOfSources } from "./sources.ts";

export interface BuildWebOptions {
  /** The repository; by default this one. */
  readonly root?: string;
  readonly signal: AbortSignal;
  readonly say?: (line: string) => void;
  /** Leaves the developer wallet out. */
  readonly isPublic?: boolean;
}

const ROOT = join(import.meta.dirname, "../..");
/** Older builds may still be served by a stack that runs. */
const KEPT = 4;
const LOCK_POLL_MS = 500;

/**
 * Every build has a folder of its own, named by what it was made of: a running server never loses its files to a new build.
 *
 * @throws WebBuildError with the end of what the build said.
 */
export async function buildWeb(options: BuildWebOptions): Promise<string> {
  const { root = ROOT, isPublic = false } = options;
  const flavour = isPublic ? "public" : "local";
  const builds = join(root, ".hive", "web");
  mkdirSync(builds, { recursive: true });
  const release = await claimBuilder(join(builds, "build.lock"), options.signal);
  try {
    const folder = join(builds, `${flavour}-${hashOfSources(root, flavour)}`);
    const server = join(folder, "web", "server.js");
    if (!existsSync(server)) await build(folder, options);
    forgetOldBuilds(builds, flavour);
    return server;
  } finally {
    release();
  }
}

/** One build at a time; whoever comes second finds the first one's result. */
async function claimBuilder(lock: string, signal: AbortSignal): Promise<() => void> {
  for (;;) {
    try {
      return claimFolder(lock);
    } catch (error) {
      if (!(error instanceof FolderInUseError)) throw error;
      await wait(LOCK_POLL_MS, signal);
    }
  }
}

async function build(folder: string, { root = ROOT, signal, say = () => {}, isPublic = false }: BuildWebOptions) {
  const dist = isPublic ? ".next-public" : ".next";
  say("Building the marketplace; this takes half a minute.");
  const started = performance.now();
  const next = join(root, "node_modules/next/dist/bin/next");
  const switches = {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    COMPUTEHIVE_DEV_WALLET: isPublic ? "0" : "1",
    COMPUTEHIVE_DIST: dist,
  };
  const assignments = Object.entries(switches).map(([name, value]) => `${name}=${value}`);
  const { exitCode, stdout, stderr } = await runCommand("env", [...assignments, process.execPath, next, "build"], {
    root: join(root, "web"),
    signal,
  });
  signal.throwIfAborted();
  if (exitCode !== 0) throw new WebBuildError({ exitCode, output: `${stdout}\n${stderr}` });
  gather(join(root, "web"), dist, folder);
  say(`The marketplace is built (${Math.round((performance.now() - started) / 1000)} s).`);
}

/** Puts what the browser fetches beside the server; complete, or not there at all. */
function gather(web: string, dist: string, folder: string): void {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(join(web, dist, "standalone"), unfinished, { recursive: true, verbatimSymlinks: true });
  cpSync(join(web, dist, "static"), join(unfinished, "web", dist, "static"), { recursive: true });
  const files = join(web, "public");
  if (existsSync(files)) cpSync(files, join(unfinished, "web", "public"), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

function forgetOldBuilds(builds: string, flavour: string): void {
  const found = readdirSync(builds)
    .filter((name) => name.startsWith(`${flavour}-`))
    .map((name) => ({ path: join(builds, name), made: statSync(join(builds, name)).ctimeMs }))
    .sort((a, b) => b.made - a.made);
  for (const { path } of found.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}

const SHOWN_LINES = 60;

export class WebBuildError extends ComputeHiveError {
  override readonly name = "WebBuildError";
  constructor({ exitCode, output }: { exitCode: number; output: string }) {
    super(`The marketplace cannot be built (exit code ${exitCode}).`, {
      metaMessages: output.trim().split("\n").slice(-SHOWN_LINES),
    });
  }
}

if (import.meta.main) {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
  try {
    const isPublic = process.argv.includes("--public");
    const server = await buildWeb({ signal: stopping.signal, say: (line) => console.error(line), isPublic });
    console.log(server);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
