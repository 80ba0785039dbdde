import type { Deployment } from "@computehive/protocol/contracts";
import type { Address } from "viem";
import { describe, expect, it } from "vitest";
import { operatorRows, operatorState } from "./operator-rows.ts";

const at = (digit: string): Address => `0x${digit.repeat(40)}`;
const place = { block: 1, at: 1, transaction: `0x${"01".repeat(32)}`, logIndex: 0 } as const;
const contracts = { market: at("1"), staking: at("2"), token: at("3"), jury: at("8") } as Deployment["contracts"];
const none = { cap: 0n, expiry: 0 };

describe("operators", () => {
  it("are market and staking as the chain has them, and what else may draw", () => {
    const operators = { market: { cap: 5n, expiry: 9 }, staking: none };
    const found = [
      { operator: at("1"), token: at("3"), cap: 99n, expiry: 1, set: place },
      { operator: at("4"), token: at("3"), cap: 7n, expiry: 8, set: place },
      { operator: at("5"), token: at("3"), cap: 0n, expiry: 8, set: place },
      { operator: at("6"), token: at("7"), cap: 7n, expiry: 8, set: place },
      { operator: at("8"), token: at("3"), cap: 6n, expiry: 8, set: place },
    ];
    expect(operatorRows({ contracts }, { operators }, found)).toEqual([
      { operator: at("1"), purpose: "market", cap: 5n, expiry: 9 },
      { operator: at("2"), purpose: "staking", cap: 0n, expiry: 0 },
      { operator: at("4"), purpose: "other", cap: 7n, expiry: 8 },
      { operator: at("8"), purpose: "jury", cap: 6n, expiry: 8 },
    ]);
  });

  it("may draw through their last second", () => {
    expect(operatorState({ cap: 1n, expiry: 10 }, 10)).toBe("active");
    expect(operatorState({ cap: 1n, expiry: 10 }, 11)).toBe("ended");
    expect(operatorState({ cap: 0n, expiry: 10 }, 1)).toBe("inactive");
  });
});
