import { cidOf } from "@computehive/protocol/cid";
import type { Deployment } from "@computehive/protocol/contracts";
import { DEFAULT_LIMITS } from "@computehive/protocol/fuel";
import { ManifestInvalidError } from "@computehive/protocol/manifest";
import { describe, expect, it } from "vitest";
import { buildJob, buildOrder, costOf, maxCost, publicFacts } from "./job-builder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const address = `0x${"11".repeat(20)}` as const;

describe("buildJob", () => {
  it("collects everything that the manifest names, and the manifest", () => {
    const input = { path: "b.txt", bytes: bytes("b") };
    const job = buildJob({
      program: bytes("program"),
      args: ["x"],
      stdin: bytes("in"),
      inputs: [input, { path: "a.txt", bytes: bytes("a") }],
      limits: { fuel: 7n },
    });
    expect(job.manifest.inputs.map(({ path }) => path)).toEqual(["a.txt", "b.txt"]);
    expect(job.manifest.limits).toEqual({ ...DEFAULT_LIMITS, fuel: "7" });
    expect([...job.blobs.keys()].sort()).toEqual(
      [...["program", "in", "a", "b"].map((text) => cidOf(bytes(text))), job.manifestCid].sort(),
    );
    for (const [cid, content] of job.blobs) expect(cidOf(content)).toBe(cid);
  });

  it("refuses secrets", () => {
    expect(() => buildJob({ program: bytes("p"), env: { DB_PASSWORD: "x" } })).toThrow(ManifestInvalidError);
  });

  it("says what becomes public", () => {
    const { manifest } = buildJob({ program: bytes("p"), args: ["--n=5"], env: { LANG: "C" }, title: "T" });
    const text = publicFacts(manifest).join("\n");
    for (const fact of [manifest.program, "--n=5", "LANG", '"T"']) expect(text).toContain(fact);
  });
});

describe("buildOrder", () => {
  it("asks for as much as the limits can cost", () => {
    const { manifest } = buildJob({ program: bytes("p"), limits: { fuel: 1_500_000_000_000n, wallSeconds: 90 } });
    const fuel = { unitKind: "fuel", fixedPrice: 10n, price: 100n } as const;
    expect(maxCost(manifest, fuel)).toBe(160n);
    expect(maxCost(manifest, { ...fuel, unitKind: "seconds", price: 3600n })).toBe(100n);
    expect(costOf(fuel, 999_999_999n)).toBe(10n);
    const { order, terms } = buildOrder({
      deployment: deployment(),
      buyer: address,
      epoch: 3,
      now: 1000,
      manifest,
      resourceClass: "cpu.v1",
      pricing: fuel,
    });
    expect(order).toMatchObject({
      maxPay: 160n,
      exposure: 160n,
      bond: 7n,
      epoch: 3,
      onSilence: 0,
      claimBefore: 4600,
      runTime: 210,
      window: 60,
    });
    expect(terms).toMatchObject({ resolver: address, verdictTime: 120, timeoutSplit: 5000, exclusiveUntil: 0 });
  });

  it("keeps the market's smallest window, and makes equal orders distinct", () => {
    const { manifest } = buildJob({ program: bytes("p") });
    const input = {
      deployment: deployment(),
      buyer: address,
      epoch: 0,
      now: 0,
      manifest,
      resourceClass: "cpu.v1",
      pricing: { unitKind: "fuel", fixedPrice: 1n, price: 0n },
    } as const;
    expect(buildOrder({ ...input, times: { window: 1 } }).order.window).toBe(5);
    expect(buildOrder(input).order.salt).not.toBe(buildOrder(input).order.salt);
    expect(buildOrder({ ...input, exclusive: { node: address, seconds: 30 } }).terms).toMatchObject({
      node: address,
      exclusiveUntil: 30,
    });
  });

  it("covers a jury's fee by bond and exposure, so that its disputes are cases", () => {
    const { manifest } = buildJob({ program: bytes("p") });
    const jury = "0x00000000000000000000000000000000000000bb";
    const known = deployment();
    const input = {
      deployment: {
        ...known,
        contracts: { ...known.contracts, jury },
        parameters: { ...known.parameters, jury: { fee: "50" } },
      } as unknown as Deployment,
      buyer: address,
      epoch: 0,
      now: 0,
      manifest,
      resourceClass: "cpu.v1",
      pricing: { unitKind: "fuel", fixedPrice: 40n, price: 0n },
    } as const;
    const ofJury = buildOrder({ ...input, resolver: jury });
    expect(ofJury.terms.resolver).toBe(jury);
    expect(ofJury.order).toMatchObject({ maxPay: 40n, bond: 50n, exposure: 50n });
    expect(buildOrder(input).order).toMatchObject({ maxPay: 40n, bond: 7n, exposure: 40n });
    expect(buildOrder({ ...input, resolver: jury, exposure: 60n, bond: 70n }).order).toMatchObject({
      bond: 70n,
      exposure: 60n,
    });
  });
});

function deployment(): Deployment {
  const contracts = {
    escrow: address,
    staking: address,
    market: address,
    receipts: address,
    receiptToken: address,
    attestations: address,
    attesterPolicies: address,
    arbiter: address,
    replicaMarket: address,
    replicaArbiter: address,
    token: address,
    offers: address,
  };
  const parameters = {
    declineTime: 10,
    minimumWindow: 5,
    livenessPenalty: 100,
    thawTime: 60,
    arbiter: address,
    arbiterFee: "7",
  };
  return { chainId: 31337, genesisHash: `0x${"00".repeat(32)}`, blockNumber: 0, contracts, parameters };
}
