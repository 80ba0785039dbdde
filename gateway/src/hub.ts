/** Wakes those who follow something when it changed. Carries no data: readers ask the store. */
export interface Hub {
  notify(key: string): void;
  /** Resolves at the next `notify` or `stop`; call `cancel` when it is no longer waited for. */
  wait(key: string): { woken: Promise<void>; cancel: () => void };
  /** Wakes everybody, for good. */
  stop(): void;
  readonly isStopped: boolean;
}

export function createHub(): Hub {
  const waiters = new Map<string, Set<() => void>>();
  let isStopped = false;

  const wake = (key: string) => {
    const waiting = waiters.get(key);
    waiters.delete(key);
    for (const resolve of waiting ?? []) resolve();
  };

  return {
    notify: wake,
    wait(key) {
      let resolve = () => {};
      const woken = new Promise<void>((done) => (resolve = done));
      if (isStopped) resolve();
      const waiting = waiters.get(key) ?? new Set();
      waiters.set(key, waiting.add(resolve));
      const cancel = () => {
        waiting.delete(resolve);
        if (waiting.size === 0 && waiters.get(key) === waiting) waiters.delete(key);
      };
      return { woken, cancel };
    },
    stop() {
      isStopped = true;
      for (const key of [...waiters.keys()]) wake(key);
    },
    get isStopped() {
      return isStopped;
    },
  };
}
