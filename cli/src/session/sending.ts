import type { WriteOptions } from "@computehive/sdk/write";
import type { Session } from "./session.ts";

/** Tells the person when a transaction is out, and lets Ctrl-C end the waiting. */
export function sending({ printer, signal }: Session, what: string): WriteOptions {
  return { signal, onHash: (hash) => printer.note(`${what} sent: ${hash}`) };
}
