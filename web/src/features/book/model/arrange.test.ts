import { expect, test } from "vitest";
import { arrangeBook, type BookFilter, type NodeFacts } from "./arrange.ts";
import { depthCurve } from "./depth-curve.ts";
import type { AskEntry, BidEntry } from "./entries.ts";

const ALL: BookFilter = { price: undefined, region: undefined, onlineOnly: false, sort: "price" };
const nodes = new Map<string, NodeFacts>([
  ["0x01", { region: "eu", online: true }],
  ["0x02", { region: "us", online: false }],
]);

test("offers stand from the cheapest up, jobs from the best paid down; equal ones by arrival", () => {
  const { asks, bids } = arrangeBook([ask(5n, 2), ask(3n, 1), ask(5n, 0), bid(1n, 0), bid(4n, 1)], ALL, nodes);
  expect(asks.map(({ entry }) => [entry.price, entry.arrival])).toEqual([
    [3n, 1],
    [5n, 0],
    [5n, 2],
  ]);
  expect(bids.map(({ entry }) => entry.price)).toEqual([4n, 1n]);
});

test("depth adds up in the order of prices, whatever the order shown", () => {
  const entries = [ask(1n, 0, { exposureLimit: 10n }), ask(2n, 1, { exposureLimit: 30n })];
  const { asks } = arrangeBook(entries, { ...ALL, sort: "size" }, nodes);
  expect(asks.map(({ entry, depth, depthCount, share }) => [entry.price, depth, depthCount, share])).toEqual([
    [2n, 40n, 2, 1],
    [1n, 10n, 1, 0.25],
  ]);
});

test("filters say how many they hide", () => {
  const entries = [
    ask(1n, 0, { node: "0x01" }),
    ask(2n, 1, { node: "0x02" }),
    ask(9n, 2, { node: "0x01" }),
    bid(1n, 0),
  ];
  const shown = arrangeBook(entries, { ...ALL, price: 5n, onlineOnly: true, region: "eu" }, nodes);
  expect(shown.asks.map(({ entry }) => entry.price)).toEqual([1n]);
  expect(shown.hiddenAsks).toBe(2);
  expect(shown.hiddenBids).toBe(1);
});

test("a node that nobody knows is not online", () => {
  const { asks } = arrangeBook([ask(1n, 0, { node: "0x77" })], { ...ALL, onlineOnly: true }, nodes);
  expect(asks).toEqual([]);
});

test("the depth curve has one step a price and keeps both ends of a long side", () => {
  const { asks } = arrangeBook([ask(1n, 0), ask(1n, 1), ask(4n, 2)], ALL, nodes);
  expect(depthCurve(asks)).toEqual([
    { price: 1, depth: 20 },
    { price: 4, depth: 30 },
  ]);
  const long = arrangeBook(
    Array.from({ length: 3_000 }, (_, n) => ask(BigInt(n), n)),
    ALL,
    nodes,
  );
  const curve = depthCurve(long.asks);
  expect(curve.length).toBeLessThan(200);
  expect([curve[0], curve.at(-1)]).toEqual([
    { price: 0, depth: 10 },
    { price: 2_999, depth: 30_000 },
  ]);
});

function ask(price: bigint, arrival: number, change: Partial<AskEntry> = {}): AskEntry {
  return {
    side: "ask",
    id: `0x${arrival}`,
    arrival,
    price,
    fixedPrice: 0n,
    provider: "0x0a",
    node: "0x01",
    exposureLimit: 10n,
    validUntil: 500,
    freeStake: undefined,
    ...change,
  };
}

function bid(price: bigint, arrival: number): BidEntry {
  return {
    side: "bid",
    id: `0x${arrival}`,
    arrival,
    price,
    fixedPrice: 0n,
    buyer: "0x0b",
    maxPay: 10n,
    exposure: 10n,
    claimBefore: 500,
    node: undefined,
    exclusiveUntil: undefined,
  };
}
