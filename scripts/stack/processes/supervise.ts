import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Everything the process writes is appended here. */
  readonly log: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SupervisedEvents {
  /** The process ended without being asked to and is started again after `pauseMs`. */
  onCrash?(name: string, exit: Exit, pauseMs: number): void;
}

export interface Supervised {
  readonly name: string;
  readonly log: string;
  /** Of the process that runs, or of the last one while its successor is awaited; 0 where none could be started. */
  pid(): number;
  /** Resolves when the process next ends without being asked to. */
  crashed(): Promise<Exit>;
  /** Stops the process and starts it again at once. */
  restart(graceMs: number): Promise<void>;
  /** Sends SIGTERM, after `graceMs` SIGKILL, and resolves when the process is gone for good. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once, for good. */
  kill(): void;
}

/** Doubles from 500 ms to 15 s; a process that ran for a minute starts over at 500 ms. */
const RESTART = { firstMs: 500, factor: 2, greatestMs: 15_000, forgottenAfterMs: 60_000 };

/** Starts a process and keeps it running: after a crash it is started again with growing pauses. */
export function supervise(spec: ProcessSpec, events: SupervisedEvents = {}): Supervised {
  const waiting = new Set<(exit: Exit) => void>();
  let wanted = true;
  let closed = false;
  let restarting: Promise<void> | undefined;
  let child: ChildProcess | undefined;
  let pid = 0;
  let gone: Promise<void> = Promise.resolve();
  let pauseMs = RESTART.firstMs;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const startedAt = performance.now();
    child = launch(spec);
    pid = child.pid ?? pid;
    gone = endOf(child).then((exit) => {
      child = undefined;
      if (wanted) recover(exit, performance.now() - startedAt);
    });
  };

  const recover = (exit: Exit, ranMs: number): void => {
    if (ranMs > RESTART.forgottenAfterMs) pauseMs = RESTART.firstMs;
    timer = setTimeout(start, pauseMs);
    events.onCrash?.(spec.name, exit, pauseMs);
    pauseMs = Math.min(pauseMs * RESTART.factor, RESTART.greatestMs);
    for (const tell of waiting) tell(exit);
    waiting.clear();
  };

  const end = async (graceMs: number): Promise<void> => {
    wanted = false;
    clearTimeout(timer);
    const killer = setTimeout(() => child?.kill("SIGKILL"), graceMs);
    child?.kill("SIGTERM");
    await gone;
    clearTimeout(killer);
  };

  const turnOver = async (graceMs: number): Promise<void> => {
    await end(graceMs);
    restarting = undefined;
    if (closed) return;
    wanted = true;
    start();
  };

  start();
  return {
    name: spec.name,
    log: spec.log,
    pid: () => pid,
    crashed: () => new Promise((resolve) => waiting.add(resolve)),
    restart: (graceMs) => (restarting ??= turnOver(graceMs)),
    async stop(graceMs) {
      closed = true;
      await restarting;
      await end(graceMs);
    },
    kill() {
      closed = true;
      wanted = false;
      clearTimeout(timer);
      child?.kill("SIGKILL");
    },
  };
}

function endOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: 127, signal: null }));
  });
}

/**
 * The log is handed over as a file, so that a process outlives its supervisor without losing a line. A process group of its own:
 * a Ctrl-C in the terminal reaches the supervisor alone, which stops everything in order.
 */
function launch({ command, args, cwd, env, log, name }: ProcessSpec): ChildProcess {
  const file = openSync(log, "a");
  writeSync(file, `--- ${new Date().toISOString()} ${name} starts\n`);
  try {
    return spawn(command, [...args], { cwd, env: { ...env }, detached: true, stdio: ["ignore", file, file] });
  } finally {
    closeSync(file);
  }
}
