import type { WriteOptions } from "@computehive/sdk/write";
import type { Session } from "./session.ts";

/**
 * How commands send a transaction: Ctrl-C before it is out sends nothing; once it is out, its end is waited for, so that the
 * person learns what became of the money.
 */
export function sending({ printer, signal }: Session, what: string): WriteOptions {
  const before = new AbortController();
  const cancel = (): void => before.abort(signal.reason);
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel, { once: true });
  return {
    signal: before.signal,
    onHash(hash) {
      signal.removeEventListener("abort", cancel);
      printer.note(`${what} sent: ${hash}`);
    },
  };
}
