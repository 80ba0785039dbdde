import { cidOf } from "@computehive/protocol/cid";
import { type Manifest, parseManifest } from "@computehive/protocol/manifest";
import { jobIdOf } from "@computehive/protocol/order";
import { LOCAL_ORDER_DEFAULTS, LOCAL_PARAMETERS } from "@computehive/protocol/parameters";
import { expect, test } from "vitest";
import { newDraft } from "../draft/draft.ts";
import { restoreOrder, storeOrder } from "../posting/stored-order.ts";
import { finishOrder, type OrderWish, readOrder } from "./order.ts";

const address = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const source = { fixedPrice: 50_000n, price: 2_000_000n, node: address(7) };

test("an offer's price, and the chain's defaults for the rest", () => {
  const read = readOrder(wishOf({}));
  expect(read).toMatchObject({
    ok: true,
    parts: {
      // 10^11 fuel at 2 per 10^12, and the fixed price.
      pricing: { fixedPrice: 50_000n, price: 2_000_000n, maxPay: 250_000n },
      bond: LOCAL_PARAMETERS.arbiterFee,
      exposure: 250_000n,
      times: LOCAL_ORDER_DEFAULTS,
      exclusive: undefined,
    },
  });
});

test("an own price is read in whole tokens", () => {
  const read = readOrder(wishOf({ price: { mode: "own", fixedPrice: "0.25", price: "" } }));
  expect(read).toMatchObject({ ok: true, parts: { pricing: { fixedPrice: 250_000n, price: 0n, maxPay: 250_000n } } });
});

test.each([
  [{ mode: "own" as const, fixedPrice: "", price: "" }, "price"],
  [{ mode: "own" as const, fixedPrice: "1,5", price: "" }, "fixedPrice"],
  [{ mode: "own" as const, fixedPrice: "1", maxPay: "0.5" }, "maxPay"],
  [{ exclusive: true, exclusiveTime: "2h" }, "exclusiveTime"],
])("a price that breaks a rule names its field: %j", (price, field) => {
  const read = readOrder(wishOf({ price }));
  expect(read.ok ? [] : read.faults.map((fault) => fault.field)).toContain(field);
});

test("a window below the market's least is refused here and not by the contract", () => {
  const read = readOrder(wishOf({ limits: { window: "2s" } }));
  expect(read).toMatchObject({ ok: false, faults: [{ field: "window", rule: "at least 5 s" }] });
});

test("without an offer there is no price to take", () => {
  expect(readOrder({ ...wishOf({}), source: undefined })).toMatchObject({ ok: false, faults: [{ field: "price" }] });
});

test("an order survives its storage with the same id, and a changed one does not", () => {
  const read = readOrder(wishOf({ price: { exclusive: true } }));
  if (!read.ok) throw new Error("The order must be readable.");
  const domain = { chainId: 31_337, address: address(3) };
  const made = finishOrder({
    deployment: deployment(),
    manifest: manifestOf(),
    resourceClass: "cpu.v1",
    parts: read.parts,
    buyer: address(9),
    epoch: 2,
    now: 1_000,
    salt: 5n,
  });
  expect(made.terms).toMatchObject({ node: address(7), exclusiveUntil: 1_060 });
  const prepared = { ...made, jobId: jobIdOf(domain, made.order, made.terms) };
  const stored = structuredClone(storeOrder(prepared, 1));
  const restored = restoreOrder(domain, stored);
  expect(restored?.jobId).toBe(prepared.jobId);
  expect(restored?.order).toEqual(prepared.order);
  expect(restoreOrder(domain, { ...stored, order: { ...stored.order, maxPay: "1" } })).toBeUndefined();
});

type Change = { limits?: Partial<OrderWish["limits"]>; price?: Partial<OrderWish["price"]> };

function wishOf({ limits, price }: Change): OrderWish {
  const draft = newDraft({ id: "abcdef12", market: "m", now: 1 });
  return {
    deployment: deployment(),
    decimals: 6,
    manifest: manifestOf(),
    limits: { ...draft.limits, ...limits },
    price: { ...draft.price, ...price },
    source,
  };
}

function manifestOf(): Manifest {
  return parseManifest({
    version: 1,
    runtime: "wasm",
    program: cidOf(new Uint8Array([0])),
    args: [],
    env: {},
    inputs: [],
    limits: { fuel: "100000000000", memoryBytes: 65_536, wallSeconds: 10, outputBytes: 10 },
  });
}

function deployment() {
  return {
    chainId: 31_337,
    genesisHash: `0x${"11".repeat(32)}` as const,
    blockNumber: 1,
    contracts: {
      escrow: address(1),
      staking: address(2),
      market: address(3),
      receipts: address(4),
      offers: address(7),
      receiptToken: address(9),
      attestations: address(10),
      attesterPolicies: address(11),
      arbiter: address(5),
      replicaMarket: address(9),
      replicaArbiter: address(10),
      token: address(6),
    },
    parameters: { ...LOCAL_PARAMETERS, arbiter: address(8), arbiterFee: LOCAL_PARAMETERS.arbiterFee.toString() },
  };
}
