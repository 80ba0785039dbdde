import type { AskEntry, BidEntry, BookEntry } from "./entries.ts";
import { compareByPrice, sizeOf } from "./entries.ts";

/** What is known of a node beside its offers. */
export interface NodeFacts {
  /** Empty where none was given. */
  readonly region: string;
  /** Whether a gateway heard of it lately. */
  readonly online: boolean;
}

export const BOOK_SORTS = ["price", "fixed", "size"] as const;
export type BookSort = (typeof BOOK_SORTS)[number];

export interface BookFilter {
  /** Offers above and jobs below are left out. */
  readonly price: bigint | undefined;
  readonly region: string | undefined;
  readonly onlineOnly: boolean;
  readonly sort: BookSort;
}

/** An entry with its depth: entries, and their sizes, up to and with it in the order of prices. */
export interface BookRow<E extends BookEntry> {
  readonly entry: E;
  readonly depthCount: number;
  readonly depth: bigint;
  /** Of the side's whole depth, 0 to 1. */
  readonly share: number;
}

export interface ArrangedBook {
  readonly asks: readonly BookRow<AskEntry>[];
  readonly bids: readonly BookRow<BidEntry>[];
  /** How many the filter left out. */
  readonly hiddenAsks: number;
  readonly hiddenBids: number;
}

/** Both sides as a page shows them. Depth is always that of prices, also where another order is chosen. */
export function arrangeBook(
  entries: readonly BookEntry[],
  filter: BookFilter,
  nodes: ReadonlyMap<string, NodeFacts>,
): ArrangedBook {
  const asks = entries.filter((entry): entry is AskEntry => entry.side === "ask");
  const bids = entries.filter((entry): entry is BidEntry => entry.side === "bid");
  const shownAsks = asks.filter((ask) => isAskShown(ask, filter, nodes));
  const shownBids = bids.filter(({ price }) => filter.price === undefined || price >= filter.price);
  return {
    asks: rowsOf(shownAsks, filter.sort),
    bids: rowsOf(shownBids, filter.sort),
    hiddenAsks: asks.length - shownAsks.length,
    hiddenBids: bids.length - shownBids.length,
  };
}

function isAskShown(
  { price, node }: AskEntry,
  { price: most, region, onlineOnly }: BookFilter,
  nodes: ReadonlyMap<string, NodeFacts>,
): boolean {
  if (most !== undefined && price > most) return false;
  if (region === undefined && !onlineOnly) return true;
  const facts = nodes.get(node);
  if (onlineOnly && facts?.online !== true) return false;
  return region === undefined || facts?.region === region;
}

function rowsOf<E extends BookEntry>(entries: E[], sort: BookSort): BookRow<E>[] {
  const sorted = entries.sort(compareByPrice);
  const total = sorted.reduce((sum, entry) => sum + sizeOf(entry), 0n);
  let depth = 0n;
  const rows = sorted.map((entry, index) => {
    depth += sizeOf(entry);
    return { entry, depthCount: index + 1, depth, share: shareOf(depth, total) };
  });
  return sort === "price" ? rows : rows.sort(COMPARE[sort]);
}

const COMPARE = {
  fixed: (a, b) => {
    const rising = a.entry.side === "ask" ? 1 : -1;
    if (a.entry.fixedPrice === b.entry.fixedPrice) return a.depthCount - b.depthCount;
    return a.entry.fixedPrice < b.entry.fixedPrice ? -rising : rising;
  },
  size: (a, b) => {
    const left = sizeOf(a.entry);
    const right = sizeOf(b.entry);
    if (left === right) return a.depthCount - b.depthCount;
    return left > right ? -1 : 1;
  },
} as const satisfies Record<Exclude<BookSort, "price">, (a: BookRow<BookEntry>, b: BookRow<BookEntry>) => number>;

function shareOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 10_000n) / whole) / 10_000;
}
