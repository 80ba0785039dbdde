import { randomBytes } from "node:crypto";
import type { LiveEventName } from "@computehive/protocol/indexer-api/live";
import { jsonOf } from "../respond.ts";

/** One server-sent event, ready to be written. */
export interface Message {
  readonly name: LiveEventName;
  readonly text: string;
  /** Absent for what everybody gets. */
  readonly topics?: ReadonlySet<string> | undefined;
}

export type Listener = (message: Message) => void;

export interface Broadcast {
  send(name: LiveEventName, data: object, topics?: ReadonlySet<string>): void;
  /** What came after `lastId`, then everything as it comes. Answers a function that ends it. */
  listen(lastId: string | undefined, listener: Listener): () => void;
  readonly count: number;
}

/**
 * Numbers messages and keeps the newest of them, so that a reader who comes back misses nothing. Ids are worth something for
 * the life of this process alone: their first part names it.
 */
export function createBroadcast({ kept }: { kept: number }): Broadcast {
  const life = randomBytes(6).toString("hex");
  const listeners = new Set<Listener>();
  const ring: Message[] = [];
  /** Number of the first message in the ring. */
  let first = 1;

  const frame = (name: LiveEventName, data: object, sequence: number): string =>
    `event: ${name}\nid: ${life}-${sequence}\ndata: ${jsonOf(data)}\n\n`;

  const reset = (reason: "too-old" | "restarted"): Message => ({
    name: "reset",
    text: frame("reset", { reason }, first + ring.length - 1),
  });

  const missed = (lastId: string | undefined): readonly Message[] => {
    if (lastId === undefined) return [];
    const [, of, digits] = /^([0-9a-f]{12})-(\d{1,15})$/.exec(lastId) ?? [];
    if (of !== life) return [reset("restarted")];
    const next = Number(digits) + 1;
    return next < first ? [reset("too-old")] : ring.slice(next - first);
  };

  return {
    send(name, data, topics) {
      const message = { name, text: frame(name, data, first + ring.length), topics };
      ring.push(message);
      if (ring.length > kept) {
        ring.shift();
        first++;
      }
      for (const listener of listeners) listener(message);
    },
    listen(lastId, listener) {
      for (const message of missed(lastId)) listener(message);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get count() {
      return listeners.size;
    },
  };
}
