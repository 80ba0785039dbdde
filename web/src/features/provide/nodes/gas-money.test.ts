import { expect, it } from "vitest";
import { ALARM_BELOW, CLAIM_ABOVE, gasMoneyOf } from "./gas-money.ts";

it("fills an empty node key, and leaves a full one alone", () => {
  expect(gasMoneyOf(0n)).toEqual({ level: "stopped", held: 0n, topUp: 100_000_000_000_000_000n });
  expect(gasMoneyOf(CLAIM_ABOVE - 1n).level).toBe("stopped");
  expect(gasMoneyOf(CLAIM_ABOVE).level).toBe("low");
  expect(gasMoneyOf(ALARM_BELOW - 1n).level).toBe("low");
  expect(gasMoneyOf(ALARM_BELOW)).toEqual({ level: "enough", held: ALARM_BELOW, topUp: 0n });
});

it("believes an agent whose owner set higher bounds", () => {
  const rich = 10n ** 18n;
  expect(gasMoneyOf(rich, { saysLow: true })).toEqual({ level: "low", held: rich, topUp: 100_000_000_000_000_000n });
});
