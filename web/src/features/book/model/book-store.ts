import type { BookResponse } from "@computehive/protocol/indexer-api/book";
import type { IndexedEvent } from "@computehive/protocol/indexer-api/event";
import { type BookScope, changeOf } from "./changes.ts";
import { askEntry, type BookEntry, bidEntry, lastSecondOf } from "./entries.ts";

/** One picture of the book; a new object whenever anything in it changed. */
export interface BookPicture {
  readonly entries: readonly BookEntry[];
  /** Time of the chain that the picture is of, Unix seconds; 0 before the first answer. */
  readonly now: number;
  readonly version: number;
}

export interface BookStore {
  /** For `useSyncExternalStore`. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly picture: () => BookPicture;
  /** Replaces everything by what the indexer says, then repeats what came after it. */
  load(book: BookResponse): void;
  apply(event: IndexedEvent): void;
  /** The chain's time went on: what is over leaves. */
  tick(now: number): void;
  close(): void;
}

export interface BookStorePorts {
  /** Runs `work` once, soon; the answer takes it back. A page passes a timer of `PICTURE_INTERVAL`. */
  readonly schedule: (work: () => void) => () => void;
  /** The indexer must be asked again. */
  readonly onStale: () => void;
  /** A price was settled. */
  readonly onSettled: () => void;
}

/** Milliseconds between two pictures: people do not read faster, and sorting five thousand entries takes a while. */
export const PICTURE_INTERVAL = 250;

/** Events that are kept to be repeated after an answer of the indexer that was under way when they came. */
const KEPT_EVENTS = 5_000;

/** The live book outside of React: a hundred events a second change a map, and the page sees four pictures a second. */
export function createBookStore(scope: BookScope, { schedule, onStale, onSettled }: BookStorePorts): BookStore {
  let entries = new Map<string, BookEntry>();
  let recent: IndexedEvent[] = [];
  let arrivals = 0;
  let now = 0;
  let shown: BookPicture = { entries: [], now, version: 0 };
  let cancel: (() => void) | undefined;
  const listeners = new Set<() => void>();

  const publish = () => {
    cancel = undefined;
    for (const [id, entry] of entries) if (lastSecondOf(entry) < now) entries.delete(id);
    shown = { entries: [...entries.values()], now, version: shown.version + 1 };
    for (const listener of listeners) listener();
  };
  const touch = () => {
    cancel ??= schedule(publish);
  };

  const perform = (event: IndexedEvent): boolean => {
    const change = changeOf(event, scope);
    switch (change?.kind) {
      case "add":
        entries.set(change.entry.id, { ...change.entry, arrival: arrivals++ } as BookEntry);
        return true;
      case "remove":
        return entries.delete(change.id);
      case "stale":
        if (concerns(change, entries)) onStale();
        return false;
      case "settled":
        onSettled();
        return false;
      default:
        return false;
    }
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    picture: () => shown,
    load({ asks, bids, asOf }) {
      entries = new Map<string, BookEntry>([
        ...asks.map((ask) => [ask.offerId, askEntry(ask, arrivals++)] as const),
        ...bids.map((bid) => [bid.jobId, bidEntry(bid, arrivals++)] as const),
      ]);
      now = Math.max(now, asOf.at);
      recent = recent.filter(({ place }) => place.block > asOf.block);
      for (const event of recent) perform(event);
      cancel?.();
      publish();
    },
    apply(event) {
      recent.push(event);
      if (recent.length > KEPT_EVENTS) recent = recent.slice(-KEPT_EVENTS / 2);
      if (perform(event)) touch();
    },
    tick(at) {
      if (at <= now) return;
      now = at;
      touch();
    },
    close() {
      cancel?.();
      cancel = undefined;
      listeners.clear();
    },
  };
}

interface Concern {
  readonly node?: string;
  readonly provider?: string;
}

/** A change of a node or provider that has no entry here changes nothing here. */
function concerns({ node, provider }: Concern, entries: ReadonlyMap<string, BookEntry>): boolean {
  if (node === undefined && provider === undefined) return true;
  for (const entry of entries.values()) {
    if (entry.side === "ask" && (entry.node === node || entry.provider === provider)) return true;
  }
  return false;
}
