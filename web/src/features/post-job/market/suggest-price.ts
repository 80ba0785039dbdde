import type { PricePoint } from "@computehive/protocol/indexer-api/book";
import { costOf } from "@computehive/sdk/job-builder";
import type { PricedOffer, Screened } from "./candidates.ts";
import { offersByCost } from "./candidates.ts";

/** A price with the reason why it is suggested. */
export type Suggestion =
  /** The cheapest offer of a node that can run it now; `of` such offers there are. */
  | {
      readonly reason: "best-offer";
      readonly best: PricedOffer;
      readonly of: number;
      readonly median: Median | undefined;
    }
  /** No node can run it now; this is the cheapest offer of all. */
  | {
      readonly reason: "nobody-now";
      readonly best: PricedOffer;
      readonly of: number;
      readonly median: Median | undefined;
    }
  /** Nobody offers; others were paid this lately. */
  | { readonly reason: "settled"; readonly median: Median }
  | { readonly reason: "nothing-known" };

/** The middle of what was settled lately. */
export interface Median {
  readonly fixedPrice: bigint;
  readonly price: bigint;
  readonly count: number;
  /** Of the newest, Unix seconds. */
  readonly lastAt: number;
  /** What the expected fuel would come to. */
  readonly cost: bigint;
}

export interface SuggestPrice {
  readonly screened: readonly Screened[];
  /** Newest first, of one unit kind. */
  readonly settled: readonly PricePoint[];
  /** Expected. */
  readonly fuel: bigint;
  readonly exposure: bigint;
}

export function suggestPrice({ screened, settled, fuel, exposure }: SuggestPrice): Suggestion {
  const median = medianOf(settled, fuel);
  const able = screened.filter(({ exclusions }) => exclusions.length === 0).map(({ candidate }) => candidate);
  const now = offersByCost(able, fuel, exposure);
  const [best] = now;
  if (best) return { reason: "best-offer", best, of: now.length, median };
  const all = offersByCost(
    screened.map(({ candidate }) => candidate),
    fuel,
    0n,
  );
  const [later] = all;
  if (later) return { reason: "nobody-now", best: later, of: all.length, median };
  return median ? { reason: "settled", median } : { reason: "nothing-known" };
}

function medianOf(settled: readonly PricePoint[], fuel: bigint): Median | undefined {
  const [newest] = settled;
  if (!newest) return undefined;
  const fixedPrice = middle(settled.map((point) => point.fixedPrice));
  const price = middle(settled.map((point) => point.price));
  const cost = costOf({ unitKind: "fuel", fixedPrice, price }, fuel);
  return { fixedPrice, price, count: settled.length, lastAt: newest.at, cost };
}

function middle(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n;
}
