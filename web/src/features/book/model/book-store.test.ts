import type { BookResponse } from "@computehive/protocol/indexer-api/book";
import type { IndexedEvent } from "@computehive/protocol/indexer-api/event";
import { shortName } from "@computehive/protocol/short-name";
import { expect, test } from "vitest";
import { createBookStore } from "./book-store.ts";

const address = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const hash = (n: number) => `0x${n.toString(16).padStart(64, "0")}` as const;

test("a posted offer is in the next picture", () => {
  const { store, runScheduled } = setup();
  store.apply(offerPosted(1, { price: "5" }));
  expect(store.picture().entries).toEqual([]);
  runScheduled();
  expect(store.picture().entries).toMatchObject([{ side: "ask", id: hash(1), price: 5n, freeStake: undefined }]);
});

test("offers of another class or unit kind stay out", () => {
  const { store, runScheduled } = setup();
  store.apply(offerPosted(1, { resourceClass: shortName("gpu.h200") }));
  store.apply(offerPosted(2, { unitKind: "1" }));
  store.apply(offerPosted(3, {}));
  runScheduled();
  expect(store.picture().entries.map(({ id }) => id)).toEqual([hash(3)]);
});

test("a cancelled offer leaves", () => {
  const { store, runScheduled } = setup();
  store.load(bookOf({ asks: [1, 2] }));
  store.apply(event("OfferCancelled", { touches: { offerId: hash(1), accounts: [] } }));
  runScheduled();
  expect(store.picture().entries.map(({ id }) => id)).toEqual([hash(2)]);
});

test("what came after an answer of the indexer is repeated upon it, what came before is not", () => {
  const { store } = setup();
  store.apply(event("OfferCancelled", { block: 9, touches: { offerId: hash(1), accounts: [] } }));
  store.apply(offerPosted(3, {}, 11));
  store.load(bookOf({ asks: [1, 2], block: 10 }));
  expect(store.picture().entries.map(({ id }) => id)).toEqual([hash(1), hash(2), hash(3)]);
});

test("entries leave when the chain's time passes their last second", () => {
  const { store, runScheduled } = setup();
  store.load(bookOf({ asks: [1], bids: [7], at: 100 }));
  store.tick(499);
  runScheduled();
  expect(store.picture().entries).toHaveLength(2);
  // A job cannot be claimed at `claimBefore`; an offer still stands at `validUntil`.
  store.tick(500);
  runScheduled();
  expect(store.picture().entries.map(({ side }) => side)).toEqual(["ask"]);
  store.tick(501);
  runScheduled();
  expect(store.picture().entries).toEqual([]);
});

test("many events make one picture", () => {
  const { store, runScheduled, scheduled } = setup();
  for (let n = 0; n < 100; n++) store.apply(offerPosted(n, {}));
  expect(scheduled()).toBe(1);
  runScheduled();
  expect(store.picture()).toMatchObject({ version: 1 });
  expect(store.picture().entries).toHaveLength(100);
});

test("a paused node of the book asks for a new answer, a stranger's does not", () => {
  const { store, stale } = setup();
  store.load(bookOf({ asks: [1] }));
  store.apply(event("NodePaused", { args: { paused: true }, touches: { node: address(99), accounts: [] } }));
  expect(stale()).toBe(0);
  store.apply(event("NodePaused", { args: { paused: true }, touches: { node: address(11), accounts: [] } }));
  expect(stale()).toBe(1);
  store.apply(event("NodePaused", { args: { paused: false }, touches: { node: address(99), accounts: [] } }));
  expect(stale()).toBe(2);
});

test("an event that cannot be read asks for a new answer", () => {
  const { store, stale } = setup();
  store.apply(event("OfferPosted", { args: { offer: "?" }, touches: { offerId: hash(1), accounts: [] } }));
  expect(stale()).toBe(1);
});

function setup() {
  const works: (() => void)[] = [];
  let staleCount = 0;
  const store = createBookStore(
    { resourceClass: "cpu.v1", unitKind: "fuel" },
    {
      schedule: (work) => {
        works.push(work);
        return () => works.splice(works.indexOf(work), 1);
      },
      onStale: () => {
        staleCount++;
      },
      onSettled: () => {},
    },
  );
  const runScheduled = () => {
    for (const work of works.splice(0)) work();
  };
  return { store, runScheduled, scheduled: () => works.length, stale: () => staleCount };
}

function offerPosted(n: number, change: Record<string, string>, block = 20): IndexedEvent {
  const offer = {
    provider: address(21),
    node: address(11),
    token: address(5),
    fixedPrice: "1",
    price: "2",
    unitKind: "0",
    exposureLimit: "100",
    resourceClass: shortName("cpu.v1"),
    validUntil: "500",
    salt: "1",
    ...change,
  };
  return event("OfferPosted", { block, args: { offer }, touches: { offerId: hash(n), accounts: [] } });
}

function event(
  name: string,
  { block = 20, args = {}, touches }: { block?: number; args?: IndexedEvent["args"]; touches: IndexedEvent["touches"] },
): IndexedEvent {
  const place = { block, at: 100, transaction: hash(1), logIndex: 0, blockHash: hash(2), transactionIndex: 0 };
  return { eventId: "1", contract: "market", address: address(1), name, args, place, touches };
}

function bookOf({ asks = [], bids = [], block = 10, at = 100 }: BookNumbers): BookResponse {
  return {
    asOf: { block, at },
    resourceClass: "cpu.v1",
    unitKind: "fuel",
    asks: asks.map((n) => ({
      offerId: hash(n),
      provider: address(21),
      node: address(11),
      price: BigInt(n),
      fixedPrice: 0n,
      exposureLimit: 10n,
      validUntil: 500,
      freeStake: 50n,
      depthCount: 1,
      depthExposure: 10n,
    })),
    bids: bids.map((n) => ({
      jobId: hash(n),
      buyer: address(31),
      price: BigInt(n),
      fixedPrice: 0n,
      maxPay: 10n,
      exposure: 10n,
      claimBefore: 500,
      depthCount: 1,
      depthMaxPay: 10n,
    })),
    askCount: asks.length,
    bidCount: bids.length,
    last: [],
  };
}

interface BookNumbers {
  asks?: number[];
  bids?: number[];
  block?: number;
  at?: number;
}
