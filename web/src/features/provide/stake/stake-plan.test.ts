import { describe, expect, it } from "vitest";
import { ALLOWANCE_MARGIN, planStake, type StakeSurroundings } from "./stake-plan.ts";

const NOW = 1_900_000_000;

describe("planStake", () => {
  it("needs one step where money and allowance are there", () => {
    const plan = planStake(50n, around({ free: 80n, allowance: { cap: 50n, expiry: NOW + ALLOWANCE_MARGIN } }));
    expect(plan).toEqual({ kind: "steps", steps: ["stake"], deposit: 0n });
  });

  it("deposits only what the account lacks", () => {
    const plan = planStake(100n, around({ free: 30n, wallet: 70n }));
    expect(plan).toEqual({ kind: "steps", steps: ["permit", "deposit", "allow", "stake"], deposit: 70n });
  });

  it("asks for an approval where the token knows no permits, and for neither where it was given before", () => {
    const bare = { wallet: 100n, hasPermit: false };
    expect(planStake(10n, around(bare))).toMatchObject({ steps: ["approve", "deposit", "allow", "stake"] });
    expect(planStake(10n, around({ ...bare, approved: 10n }))).toMatchObject({ steps: ["deposit", "allow", "stake"] });
    expect(planStake(10n, around({ ...bare, approved: 9n }))).toMatchObject({
      steps: ["approve", "deposit", "allow", "stake"],
    });
  });

  it.each([
    ["too small", { cap: 9n, expiry: NOW + 10_000 }],
    ["over", { cap: 10n, expiry: NOW - 1 }],
    ["about to end", { cap: 10n, expiry: NOW + ALLOWANCE_MARGIN - 1 }],
  ])("renews an allowance that is %s", (_, allowance) => {
    expect(planStake(10n, around({ free: 10n, allowance }))).toMatchObject({ steps: ["allow", "stake"] });
  });

  it("says how much is missing", () => {
    expect(planStake(100n, around({ free: 30n, wallet: 69n }))).toEqual({ kind: "short", missing: 1n });
  });
});

function around(part: Partial<StakeSurroundings>): StakeSurroundings {
  const nothing = { free: 0n, wallet: 0n, approved: 0n, allowance: { cap: 0n, expiry: 0 } };
  return { ...nothing, hasPermit: true, now: NOW, ...part };
}
