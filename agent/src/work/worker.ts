import type { Hex } from "viem";
import { jobOf } from "../book/job-of.ts";
import type { ExecutionRow } from "../ledger/ledger.ts";
import { act, dueAction } from "./act.ts";
import type { WorkContext } from "./context.ts";
import { execute } from "./execute.ts";
import { attemptOf, follow, observe } from "./observe.ts";
import { isFinal, PHASES } from "./phases.ts";
import { giveUp } from "./progress.ts";

/** Carries all executions of this node: their own work in the background, the chain's part at every look. */
export interface Worker {
  /** Compares the ledger with the chain, starts what is to be done here, sends what is due there. */
  look(signal: AbortSignal): Promise<void>;
  /** Executions whose program still needs a slot and memory. */
  occupied(): { slots: number; memoryBytes: number };
  /** Executions that something is being done for on this machine. */
  busy(): number;
  /** Ends when nothing is being done on this machine any more. */
  idle(): Promise<void>;
  /** Stops all work on this machine; the ledger knows how to go on. */
  stop(): Promise<void>;
}

/** A failed step is tried again after this time: something unforeseen happened, and it must not fill the log. */
const RETRY_AFTER_MS = 5_000;
const NOT_FINAL = PHASES.filter((phase) => !isFinal(phase));

interface Task {
  stop: AbortController;
  ended: Promise<void>;
}

export function createWorker(context: WorkContext, { memory }: { memory: number }): Worker {
  const tasks = new Map<Hex, Task>();
  const retryAt = new Map<Hex, number>();
  const { ledger, clock, log } = context;

  const begin = (row: ExecutionRow) => {
    const stop = new AbortController();
    const ended = execute(row, context, stop.signal)
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        retryAt.set(row.executionId, clock.now() + RETRY_AFTER_MS);
        log.error({ executionId: row.executionId, error: describe(error) }, "a step failed and will be tried again");
        if (isDiskFull(error)) giveUp(row.executionId, context, "out-of-disk", describe(error));
      })
      .finally(() => tasks.delete(row.executionId));
    tasks.set(row.executionId, { stop, ended });
  };

  const work = (row: ExecutionRow) => {
    const wanted = needsWork(row);
    const task = tasks.get(row.executionId);
    if (!wanted) task?.stop.abort(new Error(`The execution is ${row.phase}.`));
    if (wanted && !task && (retryAt.get(row.executionId) ?? 0) <= clock.now()) begin(row);
  };

  return {
    async look(signal) {
      for (const before of watched(context, memory)) {
        signal.throwIfAborted();
        const view = jobOf(ledger, before.jobId);
        const row = follow(
          before,
          observe(before, view, context.sender.statusOf(before.executionId, "claim")),
          context,
        );
        work(row);
        const attempt = attemptOf(row, view);
        const due = view && attempt && dueAction(row, view, attempt, context);
        if (due) await act(row, due, context, signal);
      }
    },
    occupied() {
      const rows = ledger.executions.inPhases(["claimed", "fetched", "running"]).filter(({ givenUp }) => !givenUp);
      return { slots: rows.length, memoryBytes: rows.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) };
    },
    busy: () => tasks.size,
    async idle() {
      while (tasks.size > 0) await Promise.all([...tasks.values()].map(({ ended }) => ended));
    },
    async stop() {
      for (const { stop } of tasks.values()) stop.abort(new Error("The agent stops."));
      await Promise.all([...tasks.values()].map(({ ended }) => ended));
    },
  };
}

/** Live executions, and ended ones that a reorg could still bring back to life. */
function watched({ ledger }: WorkContext, memory: number): ExecutionRow[] {
  const live = ledger.executions.inPhases(NOT_FINAL);
  const ended = ledger.executions.recent(memory).filter(({ phase }) => isFinal(phase) && phase !== "lost");
  return [...live, ...ended];
}

function needsWork({ phase, local, givenUp, delivered }: ExecutionRow): boolean {
  if (isFinal(phase)) return false;
  const hasResult = local === "signed" || local === "uploaded";
  return (!givenUp || hasResult) && !delivered;
}

function isDiskFull(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === "ENOSPC";
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).slice(0, 2_000) : String(error);
}
