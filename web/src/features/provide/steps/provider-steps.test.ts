import { describe, expect, it } from "vitest";
import { isNewcomer, type ProviderStanding, providerSteps } from "./provider-steps.ts";

describe("steps of a provider", () => {
  it("begin with the stake", () => {
    expect(states(standing({}))).toEqual(["current", "later", "later", "later"]);
    expect(isNewcomer(standing({}))).toBe(true);
  });

  it("make the first one that is missing the current one, whatever came out of order", () => {
    expect(states(standing({ openOffers: 1 }))).toEqual(["current", "later", "later", "done"]);
    expect(states(standing({ active: 1n, nodes: [{ state: "paused", online: false }] }))).toEqual([
      "done",
      "done",
      "current",
      "later",
    ]);
  });

  it("are all done with stake, a node that is heard of, and an offer", () => {
    const ready = standing({ active: 1n, openOffers: 1, nodes: [{ state: "active", online: true }] });
    expect(states(ready)).toEqual(["done", "done", "done", "done"]);
    expect(isNewcomer(ready)).toBe(false);
  });

  it("do not count retired nodes", () => {
    expect(states(standing({ active: 1n, nodes: [{ state: "retired", online: true }] }))).toEqual([
      "done",
      "current",
      "later",
      "later",
    ]);
  });

  it("do not guess about agents while the gateway is away", () => {
    const away = standing({ active: 1n, nodes: [{ state: "active", online: undefined }] });
    expect(states(away)).toEqual(["done", "done", "unknown", "current"]);
  });
});

function states(of: ProviderStanding): string[] {
  return providerSteps(of).map(({ state }) => state);
}

function standing(part: Partial<ProviderStanding>): ProviderStanding {
  return { active: 0n, nodes: [], openOffers: 0, ...part };
}
