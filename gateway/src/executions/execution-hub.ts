import type { Hex } from "viem";

/** Wakes those who follow an execution when something was written about it. Carries no data: readers ask the store. */
export interface ExecutionHub {
  notify(executionId: Hex): void;
  /** Resolves at the next `notify` or `stop`; call `cancel` when it is no longer waited for. */
  wait(executionId: Hex): { woken: Promise<void>; cancel: () => void };
  /** Wakes everybody, for good. */
  stop(): void;
  readonly isStopped: boolean;
}

export function createExecutionHub(): ExecutionHub {
  const waiters = new Map<Hex, Set<() => void>>();
  let isStopped = false;

  const wake = (executionId: Hex) => {
    const waiting = waiters.get(executionId);
    waiters.delete(executionId);
    for (const resolve of waiting ?? []) resolve();
  };

  return {
    notify: wake,
    wait(executionId) {
      let resolve = () => {};
      const woken = new Promise<void>((done) => (resolve = done));
      if (isStopped) resolve();
      const waiting = waiters.get(executionId) ?? new Set();
      waiters.set(executionId, waiting.add(resolve));
      const cancel = () => {
        waiting.delete(resolve);
        if (waiting.size === 0 && waiters.get(executionId) === waiting) waiters.delete(executionId);
      };
      return { woken, cancel };
    },
    stop() {
      isStopped = true;
      for (const executionId of [...waiters.keys()]) wake(executionId);
    },
    get isStopped() {
      return isStopped;
    },
  };
}
