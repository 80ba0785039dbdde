import { shortName } from "@computehive/protocol/short-name";

/** Answers of an indexer whose book holds thousands of entries, and events that change it, all made up. */

export const RESOURCE_CLASS = "cpu.v1";
/** Unix seconds; nothing of the book ends while it is looked at. */
export const NOW = Math.floor(Date.now() / 1000);
const LATER = NOW + 86_400;
const TOKEN = address(1);

export function address(n: number): `0x${string}` {
  return `0x${n.toString(16).padStart(40, "0")}`;
}

export function hash(n: number): `0x${string}` {
  return `0x${n.toString(16).padStart(64, "0")}`;
}

const asOf = { block: 1_000, at: NOW };

export function askOf(n: number) {
  return {
    offerId: hash(n),
    provider: address(10_000 + (n % 97)),
    node: address(20_000 + (n % 97)),
    price: `${1_500_000 + ((n * 7_919) % 1_000_000)}`,
    fixedPrice: `${(n * 37) % 90_000}`,
    exposureLimit: `${10_000_000 + ((n * 104_729) % 200_000_000)}`,
    validUntil: LATER,
    freeStake: "500000000",
    depthCount: 1,
    depthExposure: "1",
  };
}

export function bidOf(n: number) {
  return {
    jobId: hash(n),
    buyer: address(30_000 + (n % 89)),
    price: `${400_000 + ((n * 7_907) % 1_000_000)}`,
    fixedPrice: `${(n * 31) % 90_000}`,
    maxPay: `${1_000_000 + ((n * 104_723) % 20_000_000)}`,
    exposure: "1000000",
    claimBefore: LATER,
    depthCount: 1,
    depthMaxPay: "1",
  };
}

export function bookOf(entries: number) {
  const half = entries / 2;
  return {
    asOf,
    resourceClass: RESOURCE_CLASS,
    unitKind: "fuel",
    asks: Array.from({ length: half }, (_, n) => askOf(n + 1)),
    bids: Array.from({ length: half }, (_, n) => bidOf(n + 1_000_001)),
    askCount: half,
    bidCount: half,
    last: [],
  };
}

export const resourceClasses = {
  asOf,
  items: [
    {
      resourceClass: RESOURCE_CLASS,
      unitKind: "fuel",
      openOffers: 2_500,
      openJobs: 2_500,
      runningJobs: 12,
      settled: 40,
      volume: "1000000",
    },
  ],
};

export const prices = {
  asOf,
  items: Array.from({ length: 40 }, (_, n) => ({
    executionId: hash(5_000 + n),
    jobId: hash(6_000 + n),
    block: 900 - n,
    at: NOW - n * 60,
    unitKind: "fuel",
    price: `${2_000_000 + ((n * 7_919) % 100_000)}`,
    fixedPrice: "50000",
    units: "92644132",
    amount: "50185",
  })),
};

export const nodes = {
  asOf,
  items: Array.from({ length: 97 }, (_, n) => ({
    node: address(20_000 + n),
    provider: address(10_000 + n),
    payee: address(10_000 + n),
    state: "active",
    resourceClass: RESOURCE_CLASS,
    region: ["eu", "us", "asia"][n % 3],
    capabilityHash: hash(0),
    tlsKeyHash: hash(0),
    endpoint: "",
    registered: { block: 1, at: NOW - 9_000, transaction: hash(1), logIndex: 0 },
    openOffers: 25,
    record: {
      claimed: 0,
      live: 0,
      settled: 0,
      refunded: 0,
      declined: 0,
      expired: 0,
      disputed: 0,
      lost: 0,
      earned: "0",
    },
  })),
};

/** The `n`-th change: by turns an offer comes, a job comes, and the oldest that came so leaves again. */
export function eventOf(n: number) {
  const turn = n % 4;
  const serial = 2_000_000 + Math.floor(n / 4);
  const leaving = serial - 100;
  if (turn === 0) return event(n, "OfferPosted", { offer: postedOffer(serial) }, { offerId: hash(serial) });
  if (turn === 1) return event(n, "OfferCancelled", {}, { offerId: hash(leaving) });
  const jobId = (of: number) => hash(of + 1_000_000);
  if (turn === 2) return event(n, "JobPosted", postedJob(serial), { jobId: jobId(serial) });
  return event(n, "JobCancelled", {}, { jobId: jobId(leaving) });
}

function postedOffer(n: number) {
  const { provider, node, price, fixedPrice, exposureLimit } = askOf(n);
  const money = { token: TOKEN, fixedPrice, price, unitKind: "0", exposureLimit };
  return { provider, node, ...money, resourceClass: shortName(RESOURCE_CLASS), validUntil: `${LATER}`, salt: "1" };
}

function postedJob(n: number) {
  const { buyer, price, fixedPrice, maxPay, exposure } = bidOf(n);
  const order = { buyer, token: TOKEN, maxPay, fixedPrice, price, unitKind: "0", exposure, claimBefore: `${LATER}` };
  return { order, terms: { resourceClass: shortName(RESOURCE_CLASS), node: address(0), exclusiveUntil: "0" } };
}

function event(n: number, name: string, args: object, touches: object) {
  const place = { block: 1_001 + Math.floor(n / 100), at: NOW + Math.floor(n / 100) };
  return {
    eventId: `${n}`,
    contract: "market",
    address: address(2),
    name,
    args,
    place: { ...place, transaction: hash(n), logIndex: n % 100, blockHash: hash(place.block), transactionIndex: 0 },
    touches: { ...touches, accounts: [] },
  };
}
