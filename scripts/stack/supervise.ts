import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

export interface ProcessSpec {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Everything the process writes is appended here. */
  log: string;
  /** Called for every line on standard output that is a JSON object. */
  onEvent?: (event: Record<string, unknown>) => void;
  /** Called when the process ended without being asked to, before it is started again. */
  onCrash?: (exit: Exit) => void;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Supervised {
  readonly name: string;
  pid(): number | undefined;
  /** Sends SIGTERM, after `graceMs` SIGKILL, and resolves when the process is gone. */
  stop(graceMs: number): Promise<void>;
}

/** Doubles from 500 ms to 15 s; a process that ran for a minute starts over at 500 ms. */
const RESTART = { firstMs: 500, factor: 2, greatestMs: 15_000, forgottenAfterMs: 60_000 };

/** Starts a process and keeps it running: after a crash it is started again with growing pauses. */
export function supervise(spec: ProcessSpec): Supervised {
  mkdirSync(dirname(spec.log), { recursive: true });
  const log = createWriteStream(spec.log, { flags: "a" });
  let stopping = false;
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let pauseMs = RESTART.firstMs;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const startedAt = Date.now();
    const running = launch(spec, log);
    child = running;
    gone = new Promise((resolve) => {
      running.once("close", (code, signal) => {
        child = undefined;
        resolve();
        if (stopping) return;
        spec.onCrash?.({ code, signal });
        if (Date.now() - startedAt > RESTART.forgottenAfterMs) pauseMs = RESTART.firstMs;
        timer = setTimeout(start, pauseMs);
        pauseMs = Math.min(pauseMs * RESTART.factor, RESTART.greatestMs);
      });
    });
  };
  start();

  return {
    name: spec.name,
    pid: () => child?.pid,
    async stop(graceMs) {
      stopping = true;
      clearTimeout(timer);
      const killer = setTimeout(() => child?.kill("SIGKILL"), graceMs);
      child?.kill("SIGTERM");
      await gone;
      clearTimeout(killer);
      await new Promise<void>((resolve) => log.end(resolve));
    },
  };
}

/** Own process group: a Ctrl-C in the terminal reaches the supervisor alone, which stops everything in order. */
function launch(spec: ProcessSpec, log: WriteStream): ChildProcess {
  const child = spawn(spec.command, [...spec.args], {
    cwd: spec.cwd,
    env: { ...spec.env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.once("error", (error) => log.write(`${spec.name} could not be started: ${error.message}\n`));
  child.stderr.on("data", (bytes: Buffer) => log.write(bytes));
  createInterface({ input: child.stdout }).on("line", (line) => {
    log.write(`${line}\n`);
    const event = parseEvent(line);
    if (event) spec.onEvent?.(event);
  });
  return child;
}

function parseEvent(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
