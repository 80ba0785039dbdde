import type { Manifest } from "@computehive/protocol/manifest";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Reason } from "@computehive/protocol/phases";
import { shortName } from "@computehive/protocol/short-name";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { openOrder, TEST_BUYER, TEST_RESOLVER, TEST_TOKEN } from "../testing/orders.ts";
import { type Candidate, type ScreenRules, type ScreenSituation, screen } from "./screen.ts";
import type { JuryRules } from "./screen-jury.ts";

const JURY: Hex = "0x0000000000000000000000000000000000000077";
const NODE: Hex = "0x00000000000000000000000000000000000000ee";
const OTHER: Hex = "0x00000000000000000000000000000000000000ff";
const PROVIDER: Hex = "0x00000000000000000000000000000000000000cc";
const NOW = 1_000_000;

interface Case {
  order?: Partial<JobOrder>;
  terms?: Partial<JobTerms>;
  manifest?: Partial<Manifest> | Candidate["manifest"];
  rules?: Partial<ScreenRules>;
  situation?: Partial<ScreenSituation>;
}

const refused: [string, Case, Reason[]][] = [
  ["draining", { situation: { state: "draining" } }, ["draining"]],
  ["paused", { situation: { state: "paused" } }, ["paused"]],
  ["a node that may not claim", { situation: { registered: false } }, ["paused"]],
  ["too little gas money", { situation: { gasMoneyEnough: false } }, ["gas-money-low"]],
  ["no slot", { situation: { freeSlots: 0 } }, ["no-capacity"]],
  ["another resource class", { terms: { resourceClass: shortName("gpu.h200") } }, ["resource-class-mismatch"]],
  ["another token", { order: { token: OTHER } }, ["token-unknown"]],
  ["another unit", { order: { unitKind: 1 } }, ["unprofitable"]],
  ["reserved for another provider", { terms: { provider: OTHER, exclusiveUntil: NOW + 10 } }, ["exclusive-to-another"]],
  ["reserved for another node", { terms: { node: OTHER, exclusiveUntil: NOW + 10 } }, ["exclusive-to-another"]],
  ["about to close", { order: { claimBefore: NOW + 1 } }, ["time-too-short"]],
  ["more exposure than free stake", { situation: { freeStake: 999_999n } }, ["stake-too-low"]],
  ["more exposure than the owner wants", { rules: { exposure: 999_999n } }, ["exposure-too-high"]],
  ["a manifest that breaks a rule", { manifest: { kind: "invalid" } }, ["manifest-invalid"]],
  ["a manifest that cannot be had", { manifest: { kind: "unavailable" } }, ["manifest-unavailable"]],
  ["memory beyond the node's", { rules: { limits: { ...rules().limits, memoryBytes: 1 } } }, ["limits-too-high"]],
  ["wall time beyond the node's", { rules: { limits: { ...rules().limits, wallSeconds: 1 } } }, ["limits-too-high"]],
  ["output beyond the node's", { rules: { limits: { ...rules().limits, outputBytes: 1 } } }, ["limits-too-high"]],
  ["inputs beyond the node's", { rules: { limits: { ...rules().limits, inputBytes: 1 } } }, ["limits-too-high"]],
  ["fuel beyond the node's", { rules: { limits: { ...rules().limits, fuel: 1n } } }, ["limits-too-high"]],
  ["no free memory", { situation: { freeMemoryBytes: 1 } }, ["no-capacity"]],
  ["no free disk", { situation: { freeDiskBytes: 1 } }, ["out-of-disk"]],
  ["another region", { manifest: { placement: { region: "eu-west" } } }, ["region-mismatch"]],
  ["too little time to run", { order: { runTime: 119 } }, ["time-too-short"]],
  ["a refused buyer", { rules: { refusedBuyers: [TEST_BUYER] } }, ["unprofitable"]],
  ["an unknown resolver", { terms: { resolver: OTHER } }, ["resolver-unknown"]],
  ["an unknown policy", { terms: { policy: OTHER } }, ["policy-unknown"]],
  ["a fixed price that maxPay cuts off", atMost(999n, { fuel: "1", wallSeconds: 1 }), ["unprofitable", "unprofitable"]],
  [
    "a maxPay below what the fuel comes to",
    atMost(5_999n, { fuel: "1000000000000", wallSeconds: 100 }),
    ["unprofitable"],
  ],
  [
    "a maxPay below what the time comes to",
    atMost(1_049n, { fuel: "900000000000000000", wallSeconds: 1 }),
    ["unprofitable"],
  ],
  ["a bond that makes disputes free", { order: { bond: 499_999n } }, ["bond-too-low"]],
  ["a long window", { order: { window: 601 } }, ["window-too-long"]],
  ["a window below the market's least", { order: { window: 4 } }, ["time-too-short"]],
  ["a slow verdict", { terms: { verdictTime: 601 } }, ["window-too-long"]],
  ["a resolver that cannot answer in time", { terms: { verdictTime: 29 } }, ["no-verdict"]],
  ["a silent resolver's split", { rules: { timeoutSplit: 5_001 } }, ["resolver-unknown"]],
  ["a bond below the jury's own fee", beforeJury({ order: { bond: 599_999n } }), ["bond-too-low"]],
  ["an exposure that cannot pay the jury", beforeJury({ order: { exposure: 599_999n } }), ["no-verdict"]],
  ["a verdict time of less than two rounds", beforeJury({ terms: { verdictTime: 79 } }), ["no-verdict"]],
  ["a silent jury's split", beforeJury({ terms: { timeoutSplit: 4_999 } }), ["resolver-unknown"]],
  ["a jury with too few seats", beforeJury({ situation: { jurySeats: 9n } }), ["no-verdict"]],
  ["a jury that is cheaper than the job", beforeJury({ order: { exposure: 4_000_001n } }), ["no-verdict"]],
  ["a jury that the owner does not name", beforeJury({ rules: { resolvers: [TEST_RESOLVER] } }), ["resolver-unknown"]],
  ["refund on silence", { order: { onSilence: 1 } }, ["silence-refunds"]],
  ["no price known", { situation: { floor: undefined } }, ["unprofitable"]],
  ["a fixed price below the floor", { situation: { floor: { fixedPrice: 1_001n, price: 0n } } }, ["unprofitable"]],
  ["a price below the floor", { situation: { floor: { fixedPrice: 0n, price: 5_001n } } }, ["unprofitable"]],
  ["gas that eats the fixed price", { situation: { gasCost: 900n }, rules: { minimumProfit: 101n } }, ["unprofitable"]],
  [
    "everything at once names everything",
    { situation: { freeSlots: 0, freeStake: 0n }, order: { onSilence: 1 } },
    ["no-capacity", "stake-too-low", "silence-refunds"],
  ],
];

const taken: [string, Case][] = [
  ["the usual order", {}],
  ["reserved for its own provider", { terms: { provider: PROVIDER, exclusiveUntil: NOW + 10 } }],
  ["reserved for this very node", { terms: { node: NODE, exclusiveUntil: NOW + 10 } }],
  ["no longer reserved", { terms: { node: OTHER, exclusiveUntil: NOW - 1 } }],
  ["a bond that just covers the fee", { order: { bond: 500_000n } }],
  ["exposure that just fits", { situation: { freeStake: 1_000_000n }, rules: { exposure: 1_000_000n } }],
  ["time that just suffices", { order: { runTime: 120 } }],
  ["a jury's order that just suffices", beforeJury({ order: { exposure: 4_000_000n } })],
  [
    "a jury whose seats the owner does not count",
    beforeJury({ rules: juryOf({ seats: 0 }), situation: { jurySeats: 0n } }),
  ],
  [
    "another resolver's order, whatever the jury asks",
    { order: { exposure: 1n }, terms: { verdictTime: 30, timeoutSplit: 0 } },
  ],
  ["the region it is in", { manifest: { placement: { region: "eu-west" } }, rules: { region: "eu-west" } }],
  ["a known policy", { terms: { policy: OTHER }, rules: { policies: [OTHER] } }],
  ["refund on silence where the owner takes it", { order: { onSilence: 1 }, rules: { refundOnSilence: true } }],
  ["the floor exactly", { situation: { floor: { fixedPrice: 1_000n, price: 5_000n } } }],
  ["a maxPay that covers the fuel", atMost(6_000n, { fuel: "1000000000000", wallSeconds: 100 })],
  ["a maxPay that covers the time", atMost(1_050n, { fuel: "900000000000000000", wallSeconds: 1 })],
  ["gas that leaves the least profit", { situation: { gasCost: 900n }, rules: { minimumProfit: 100n } }],
];

describe("screening", () => {
  it.each(refused)("refuses: %s", (_, given, reasons) => expect(reasonsFor(given)).toEqual(reasons));
  it.each(taken)("takes: %s", (_, given) => expect(reasonsFor(given)).toEqual([]));
});

function reasonsFor({ order, terms, manifest, rules: rulesChange, situation }: Case): Reason[] {
  const isState = manifest !== undefined && "kind" in manifest;
  const candidate: Candidate = {
    ...openOrder(order, terms),
    manifest: isState
      ? (manifest as Candidate["manifest"])
      : { kind: "valid", manifest: { ...MANIFEST, ...(manifest as Partial<Manifest>) } },
  };
  return screen(candidate, { ...rules(), ...rulesChange }, { ...SITUATION, ...situation }).map(({ reason }) => reason);
}

/** An order that promises good prices, but no more than so much, of a node that asks 1,000 and 5,000. */
function atMost(maxPay: bigint, limits: { fuel: string; wallSeconds: number }): Case {
  return {
    order: { maxPay },
    manifest: { limits: { memoryBytes: 65_536, outputBytes: 1_000, ...limits } },
    situation: { floor: { fixedPrice: 1_000n, price: 5_000n } },
  };
}

/** An order that leaves its disputes to the jury, and just brings what that takes. */
function beforeJury({ order, terms, ...rest }: Case): Case {
  return {
    ...rest,
    order: { bond: 600_000n, exposure: 1_000_000n, ...order },
    terms: { resolver: JURY, verdictTime: 80, timeoutSplit: 5_000, ...terms },
  };
}

function juryOf(change: Partial<JuryRules>): Pick<ScreenRules, "jury"> {
  return { jury: { ...rules().jury!, ...change } };
}

const MANIFEST: Manifest = {
  version: 1,
  runtime: "wasm",
  program: "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy",
  args: [],
  env: {},
  inputs: [{ path: "a", cid: "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy", size: 1_000 }],
  limits: { fuel: "1000000", memoryBytes: 65_536, wallSeconds: 100, outputBytes: 1_000 },
};

const SITUATION: ScreenSituation = {
  node: NODE,
  provider: PROVIDER,
  now: NOW,
  state: "ready",
  registered: true,
  freeSlots: 1,
  freeMemoryBytes: 1_000_000,
  freeDiskBytes: 1_000_000,
  freeStake: 10_000_000n,
  jurySeats: 10n,
  gasMoneyEnough: true,
  floor: { fixedPrice: 0n, price: 0n },
  gasCost: 0n,
};

function rules(): ScreenRules {
  return {
    resourceClass: "cpu.v1",
    region: undefined,
    token: TEST_TOKEN,
    resolvers: [TEST_RESOLVER, JURY],
    policies: [],
    refusedBuyers: [],
    exposure: 10_000_000n,
    minimumBond: 500_000n,
    windowSeconds: 600,
    minimumWindow: 5,
    verdictSeconds: 600,
    minimumVerdictSeconds: 30,
    timeoutSplit: 0,
    jury: {
      jury: JURY,
      fee: 600_000n,
      seatPrice: 1_000_000n,
      roundSeconds: 40,
      minimumBond: 600_000n,
      timeoutSplit: 5_000,
      seats: 10,
    },
    refundOnSilence: false,
    slackSeconds: 20,
    minimumProfit: 0n,
    limits: { memoryBytes: 1_000_000, wallSeconds: 1_000, outputBytes: 10_000, inputBytes: 10_000, fuel: 10n ** 18n },
  };
}
