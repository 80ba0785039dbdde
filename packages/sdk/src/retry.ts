/** How something that can fail for a while is tried again. */
export interface RetryPolicy {
  /** Tries in all; 1 means no retry. */
  readonly attempts: number;
  /** Wait before the second try, milliseconds; doubles from then on. */
  readonly baseDelay: number;
  readonly maxDelay: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 5, baseDelay: 250, maxDelay: 8_000 };

export interface RetryOptions {
  readonly policy?: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** Whether trying again can help. */
  readonly isTransient: (error: unknown) => boolean;
  /** Waits; tests put their own. */
  readonly delay?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1); spreads the tries of many clients. */
  readonly random?: () => number;
}

/** Calls `action` until it succeeds, fails for good, or the policy is used up; then the last error is thrown. */
export async function retry<T>(action: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { policy = DEFAULT_RETRY, signal, isTransient, delay = wait, random = Math.random } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await action(attempt);
    } catch (error) {
      if (attempt >= policy.attempts || signal?.aborted || !isTransient(error)) throw error;
      await delay(backoff(policy, attempt, random), signal);
    }
  }
}

/** Full jitter between half and all of the doubled delay. */
export function backoff(
  { baseDelay, maxDelay }: RetryPolicy,
  attempt: number,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(maxDelay, baseDelay * 2 ** (attempt - 1));
  return ceiling / 2 + (ceiling / 2) * random();
}

/** Waits, or throws the signal's reason as soon as it is aborted. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
