import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type RunSettings, SETTINGS_VARIABLE } from "../src/env.ts";
import type { LauncherMessage } from "../src/launcher-messages.ts";
import { inheritedEnvironment, lockVariable } from "./env.ts";
import { lockNameOf } from "./folder-lock.ts";
import type { Log } from "./log.ts";
import { readPonderLine } from "./ponder-log.ts";

const ROOT = join(import.meta.dirname, "..");
const HEAP_MEGABYTES = 2_048;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface PonderProcess {
  readonly pid: number | undefined;
  /** The port that it really listens on, once it does. */
  port(): number | undefined;
  /** The newest block that it said it has indexed live. */
  indexedBlock(): number | undefined;
  readonly ended: Promise<Exit>;
  /** Resolves when the chain went back further than Ponder can. */
  readonly stuck: Promise<void>;
  tell(message: LauncherMessage): void;
  /** Sends SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<Exit>;
  kill(): Promise<Exit>;
}

export interface PonderOptions {
  readonly settings: RunSettings;
  readonly data: string;
  /** The one it should take; it takes the next free one where another process was faster. */
  readonly port: number;
  readonly log: Log;
  /** Called with the last block that is kept, and how many were taken back. */
  readonly onReorg: (lastKeptBlock: number, depth: number) => void;
}

export function startPonder({ settings, data, port: wanted, log, onReorg }: PonderOptions): PonderProcess {
  let port: number | undefined;
  let indexed: number | undefined;
  let wentBack = false;
  const stuck = Promise.withResolvers<void>();
  const child = launch(settings, { data, port: wanted });
  const ended = endOf(child);
  const events = {
    listening: (got: number) => (port = got),
    indexed(block: number) {
      indexed = block;
      if (wentBack) tell({ event: "indexed", block });
      wentBack = false;
    },
    stuck: () => stuck.resolve(),
    reorg(lastKeptBlock: number) {
      onReorg(lastKeptBlock, Math.max(1, (indexed ?? lastKeptBlock + 1) - lastKeptBlock));
      indexed = lastKeptBlock;
      wentBack = true;
    },
  };
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => readPonderLine(line, events, log));
  }
  const tell = (message: LauncherMessage): void => {
    if (child.connected) child.send(message, () => {});
  };
  const kill = () => {
    child.kill("SIGKILL");
    return ended;
  };
  return {
    pid: child.pid,
    port: () => port,
    indexedBlock: () => indexed,
    ended,
    stuck: stuck.promise,
    tell,
    async stop(graceMs) {
      const timer = setTimeout(kill, graceMs);
      child.kill("SIGTERM");
      return ended.finally(() => clearTimeout(timer));
    },
    kill,
  };
}

/** A process group of its own: a Ctrl-C in the terminal reaches the launcher alone, which stops Ponder in order. */
function launch(settings: RunSettings, { data, port }: { data: string; port: number }): ChildProcess {
  const ponder = fileURLToPath(new URL("bin/ponder.js", import.meta.resolve("ponder")));
  const lock = settings.database === "pglite" ? lockNameOf(data) : undefined;
  const node = [
    `--max-old-space-size=${HEAP_MEGABYTES}`,
    `--import=${pathToFileURL(join(import.meta.dirname, "ponder-preload.ts"))}`,
  ];
  const place = ["--root", ROOT, "--schema", settings.schema, "--port", String(port), "--hostname", "127.0.0.1"];
  return spawn(process.execPath, [...node, ponder, "start", ...place, "--log-format", "json", "--log-level", "info"], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...inheritedEnvironment(),
      [SETTINGS_VARIABLE]: JSON.stringify(settings),
      ...lockVariable(lock),
    },
  });
}

function endOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 127, signal: null }));
  });
}
