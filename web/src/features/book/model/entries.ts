import type { Ask, Bid } from "@computehive/protocol/indexer-api/book";
import type { Address, Hex } from "viem";

/** What both sides of the book share. Amounts in the token's smallest unit. */
interface Entry {
  readonly id: Hex;
  readonly price: bigint;
  readonly fixedPrice: bigint;
  /** Orders entries of one price: the smaller came first. */
  readonly arrival: number;
}

/** An open offer. */
export interface AskEntry extends Entry {
  readonly side: "ask";
  readonly provider: Address;
  readonly node: Address;
  readonly exposureLimit: bigint;
  /** Last second, Unix. */
  readonly validUntil: number;
  /** Nothing where the indexer has not been asked since the offer came. */
  readonly freeStake: bigint | undefined;
}

/** An open job. */
export interface BidEntry extends Entry {
  readonly side: "bid";
  readonly buyer: Address;
  readonly maxPay: bigint;
  readonly exposure: bigint;
  readonly claimBefore: number;
  /** The node that alone may claim until `exclusiveUntil`. */
  readonly node: Address | undefined;
  readonly exclusiveUntil: number | undefined;
}

export type BookEntry = AskEntry | BidEntry;

export function askEntry(ask: Ask, arrival: number): AskEntry {
  const { offerId, provider, node, price, fixedPrice, exposureLimit, validUntil, freeStake } = ask;
  return { side: "ask", id: offerId, arrival, provider, node, price, fixedPrice, exposureLimit, validUntil, freeStake };
}

export function bidEntry(bid: Bid, arrival: number): BidEntry {
  const { jobId, buyer, price, fixedPrice, maxPay, exposure, claimBefore, node, exclusiveUntil } = bid;
  return {
    side: "bid",
    id: jobId,
    arrival,
    buyer,
    price,
    fixedPrice,
    maxPay,
    exposure,
    claimBefore,
    node,
    exclusiveUntil,
  };
}

/** What an entry adds to the depth of its side: an offer its exposure limit, a job its maximum pay. */
export function sizeOf(entry: BookEntry): bigint {
  return entry.side === "ask" ? entry.exposureLimit : entry.maxPay;
}

/** The last second (Unix) in which an entry counts. */
export function lastSecondOf(entry: BookEntry): number {
  return entry.side === "ask" ? entry.validUntil : entry.claimBefore - 1;
}

/** The best entry first: the cheapest offer, the best paid job; of equal ones the oldest. */
export function compareByPrice(a: BookEntry, b: BookEntry): number {
  const rising = a.side === "ask" ? 1 : -1;
  if (a.price !== b.price) return a.price < b.price ? -rising : rising;
  if (a.fixedPrice !== b.fixedPrice) return a.fixedPrice < b.fixedPrice ? -rising : rising;
  return a.arrival - b.arrival;
}
