import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import { expect, test } from "vitest";
import { type Candidate, exclusionsOf, type Need, screenNodes, tallyExclusions } from "./candidates.ts";
import { suggestPrice } from "./suggest-price.ts";

const place = { block: 1, at: 1, transaction: hash(9), logIndex: 0 };
const MiB = 1024 ** 2;

test("a node that is online, free and staked takes the job", () => {
  expect(exclusionsOf(nodeOf({}), need)).toEqual([]);
});

test.each([
  ["offline", { heard: undefined }],
  ["offline", { heard: { online: false } }],
  ["paused", { state: "paused" as const }],
  ["draining", { heard: { status: "draining" as const } }],
  ["alarm", { heard: { status: "alarm" as const } }],
  ["no-capacity", { heard: { running: 1 } }],
  ["limits-too-high", { heard: { memoryBytes: MiB } }],
  ["region-mismatch", { region: "us" }],
  ["no-offer", { offers: [] }],
  ["stake-too-low", { free: 9n }],
  ["exposure-too-high", { offers: [offer(1, { exposureLimit: 9n })] }],
])("%s excludes a node", (reason, change) => {
  expect(exclusionsOf(nodeOf(change), { ...need, region: "eu" })).toContain(reason);
});

test.each([
  ["bond-too-low", { bond: 1n }],
  ["silence-refunds", { onSilence: "refund" as const }],
])("%s excludes every node", (reason, change) => {
  expect(exclusionsOf(nodeOf({}), { ...need, ...change })).toEqual([reason]);
});

test("a price below every offer of the node is unprofitable", () => {
  const [low] = screenNodes([nodeOf({})], need, { fixedPrice: 1n, price: 1n });
  expect(low?.exclusions).toEqual(["unprofitable"]);
  const [equal] = screenNodes([nodeOf({})], need, { fixedPrice: 5n, price: 10n });
  expect(equal?.exclusions).toEqual([]);
});

test("the tally says what changing one thing would win", () => {
  const screened = screenNodes(
    [nodeOf({ free: 1n }), nodeOf({ free: 1n, region: "us" }), nodeOf({ heard: undefined })],
    { ...need, region: "eu" },
  );
  expect(tallyExclusions(screened)).toEqual([
    { reason: "stake-too-low", count: 2, alone: 1 },
    { reason: "offline", count: 1, alone: 1 },
    { reason: "region-mismatch", count: 1, alone: 0 },
  ]);
});

test("the cheapest offer of a node that can run it now is suggested, not the cheapest of all", () => {
  const screened = screenNodes(
    [
      nodeOf({ offers: [offer(1, { price: 1n })], heard: undefined }),
      nodeOf({ offers: [offer(2, { price: 30n }), offer(3, { price: 20n })] }),
    ],
    need,
  );
  const suggestion = suggestPrice({ screened, settled: [], fuel: 10n ** 12n, exposure: 10n });
  expect(suggestion).toMatchObject({ reason: "best-offer", of: 2, best: { cost: 25n, offer: { offerId: hash(3) } } });
});

test("what is cheapest depends on the fuel", () => {
  const offers = [offer(1, { fixedPrice: 0n, price: 100n }), offer(2, { fixedPrice: 50n, price: 10n })];
  const screened = screenNodes([nodeOf({ offers })], need);
  const best = (fuel: bigint) => suggestPrice({ screened, settled: [], fuel, exposure: 10n });
  expect(best(10n ** 11n)).toMatchObject({ best: { offer: { offerId: hash(1) } } });
  expect(best(10n ** 13n)).toMatchObject({ best: { offer: { offerId: hash(2) } } });
});

test("where nobody can run it now, that is said with the cheapest offer of all", () => {
  const screened = screenNodes([nodeOf({ heard: undefined })], need);
  expect(suggestPrice({ screened, settled: [], fuel: 1n, exposure: 10n })).toMatchObject({
    reason: "nobody-now",
    of: 1,
  });
});

test("where nobody offers, the middle of what was settled is the suggestion", () => {
  const settled = [3n, 9n, 4n].map((price) => point(price));
  expect(suggestPrice({ screened: [], settled, fuel: 10n ** 12n, exposure: 1n })).toMatchObject({
    reason: "settled",
    median: { price: 4n, count: 3, cost: 5n },
  });
  expect(suggestPrice({ screened: [], settled: [], fuel: 1n, exposure: 1n })).toEqual({ reason: "nothing-known" });
});

const need: Need = {
  limits: { fuel: 10n ** 9n, memoryBytes: 64 * MiB, wallSeconds: 60, outputBytes: MiB },
  region: undefined,
  exposure: 10n,
  bond: 5n,
  usualBond: 5n,
  onSilence: "pay",
};

interface Change {
  state?: "active" | "paused";
  region?: string;
  free?: bigint;
  offers?: IndexedOffer[];
  heard?:
    | { online?: boolean; status?: "ready" | "draining" | "alarm"; running?: number; memoryBytes?: number }
    | undefined;
}

function nodeOf(change: Change): Candidate {
  const { online = true, status = "ready", running = 0, memoryBytes = 1024 * MiB } = change.heard ?? {};
  const heard = {
    receivedAt: 1,
    online,
    heartbeat: {
      node: address(7),
      sequence: 1,
      sentAt: 1,
      status,
      capacity: { running, slots: 1, memoryBytes },
      resourceClass: "cpu.v1",
      layers: [],
      agentVersion: "1",
      signature: `0x${"11".repeat(65)}` as const,
    },
  };
  const record = {
    claimed: 0,
    live: 0,
    settled: 0,
    refunded: 0,
    declined: 0,
    expired: 0,
    disputed: 0,
    lost: 0,
    earned: 0n,
  };
  return {
    node: {
      node: address(7),
      provider: address(8),
      payee: address(8),
      state: change.state ?? "active",
      resourceClass: "cpu.v1",
      region: change.region ?? "eu",
      capabilityHash: hash(0),
      tlsKeyHash: hash(0),
      endpoint: "",
      registered: place,
      openOffers: 1,
      record,
    },
    offers: change.offers ?? [offer(1, {})],
    provider: { active: 100n, exposure: 100n - (change.free ?? 100n) },
    heard: "heard" in change && change.heard === undefined ? undefined : heard,
  };
}

function offer(n: number, change: Partial<IndexedOffer>): IndexedOffer {
  return {
    offerId: hash(n),
    provider: address(8),
    node: address(7),
    token: address(6),
    fixedPrice: 5n,
    price: 10n,
    unitKind: "fuel",
    exposureLimit: 50n,
    resourceClass: "cpu.v1",
    validUntil: 9_999,
    salt: 1n,
    state: "posted",
    isOpen: true,
    posted: place,
    ...change,
  };
}

function point(price: bigint) {
  return {
    executionId: hash(1),
    jobId: hash(2),
    block: 1,
    at: 1,
    unitKind: "fuel" as const,
    price,
    fixedPrice: 1n,
    units: 1n,
    amount: 1n,
  };
}

function address(n: number) {
  return `0x${n.toString(16).padStart(40, "0")}` as const;
}

function hash(n: number) {
  return `0x${n.toString(16).padStart(64, "0")}` as const;
}
