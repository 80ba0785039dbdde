import type { BookResponse } from "@computehive/protocol/indexer-api/book";

/** What the market asks and pays now in one class, and where a price would stand in it. */
export interface MarketPosition {
  /** Price of the cheapest open offer. */
  readonly cheapest: bigint | undefined;
  /** Price of the best paid open job. */
  readonly best: bigint | undefined;
  /** The newest settled price. */
  readonly last: bigint | undefined;
  readonly offers: number;
  readonly jobs: number;
  /** How many open offers are cheaper. Equal ones stand before it: they are older. */
  readonly before: number;
  /** Open jobs that pay at least this price. */
  readonly served: number;
}

/**
 * Where `price` would stand among the open offers and jobs.
 *
 * @param price Of one unit size, smallest unit; nothing where none was written yet.
 * @param without An offer that would be replaced: it does not count.
 */
export function marketPosition(
  { asks, bids, last }: Pick<BookResponse, "asks" | "bids" | "last">,
  price: bigint | undefined,
  { without }: { without?: string | undefined } = {},
): MarketPosition {
  const others = asks.filter(({ offerId }) => offerId !== without);
  return {
    cheapest: others[0]?.price,
    best: bids[0]?.price,
    last: last[0]?.price,
    offers: others.length,
    jobs: bids.length,
    before: price === undefined ? 0 : others.filter((ask) => ask.price <= price).length,
    served: price === undefined ? 0 : bids.filter((bid) => bid.price >= price).length,
  };
}

/**
 * A first price for somebody who has none: a little below the cheapest offer, so that buyers take it, else what was paid last.
 * Nothing where the market says nothing.
 */
export function suggestPrice({ cheapest, last, best }: MarketPosition): bigint | undefined {
  if (cheapest !== undefined && cheapest > 1n) return cheapest - (cheapest / 20n || 1n);
  return last ?? best;
}
