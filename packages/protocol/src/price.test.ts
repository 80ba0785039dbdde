import fc from "fast-check";
import { describe, expect, it } from "vitest";
import vectors from "../vectors/price.json" with { type: "json" };
import {
  AmountInvalidError,
  amountOf,
  formatAmount,
  parseAmount,
  UNIT_KINDS,
  UnitKindUnknownError,
  unitKindOf,
} from "./price.ts";

const uint96 = fc.bigInt(0n, 2n ** 96n - 1n);

describe("amountOf", () => {
  it.each(vectors.cases)("$about", ({ unitKind, maxPay, fixedPrice, price, units, amount }) => {
    const terms = { maxPay: BigInt(maxPay), fixedPrice: BigInt(fixedPrice), price: BigInt(price) };
    expect(amountOf({ ...terms, unitKind: UNIT_KINDS.indexOf(unitKind as "fuel") }, BigInt(units))).toBe(
      BigInt(amount),
    );
  });

  it("is the largest whole amount that is not above what was agreed", () => {
    const sizes = [1_000_000_000_000n, 3_600n, 1_000_000n];
    fc.assert(
      fc.property(
        uint96,
        uint96,
        uint96,
        fc.nat(2),
        fc.bigInt(0n, 2n ** 128n - 1n),
        (maxPay, fixedPrice, price, unitKind, units) => {
          const amount = amountOf({ maxPay, fixedPrice, price, unitKind }, units);
          const size = sizes[unitKind]!;
          // Without division: amount × size ≤ fixed × size + units × price < (amount + 1) × size, unless it is cut.
          const exact = fixedPrice * size + units * price;
          expect(amount <= maxPay).toBe(true);
          expect(amount * size <= exact).toBe(true);
          expect(amount === maxPay || (amount + 1n) * size > exact).toBe(true);
        },
      ),
    );
  });

  it("never pays more for a split than for the whole", () => {
    const units = fc.bigInt(0n, 10n ** 15n);
    fc.assert(
      fc.property(uint96, units, units, (price, a, b) => {
        const of = (n: bigint) => amountOf({ maxPay: 2n ** 200n, fixedPrice: 0n, price, unitKind: 0 }, n);
        expect(of(a) + of(b) <= of(a + b)).toBe(true);
      }),
    );
  });

  it("refuses an unknown unit kind", () => {
    expect(() => unitKindOf(3)).toThrow(UnitKindUnknownError);
  });
});

describe("amounts as text", () => {
  it.each([
    [0n, 6, "0"],
    [1n, 6, "0.000001"],
    [1_234_500n, 6, "1.2345"],
    [1_000_000n, 6, "1"],
    [-1_500_000n, 6, "-1.5"],
    [12n, 0, "12"],
  ] as const)("writes %s with %s decimals as %s", (amount, decimals, text) => {
    expect(formatAmount(amount, decimals)).toBe(text);
  });

  it("reads what it writes", () => {
    fc.assert(
      fc.property(uint96, fc.nat(18), (amount, decimals) => {
        expect(parseAmount(formatAmount(amount, decimals), decimals)).toBe(amount);
      }),
    );
  });

  it.each(["", " 1", "1 ", "-1", "+1", "1e3", "1,5", ".5", "1.", "01", "0x10", "1.0000001", "1_000", "NaN", "１"])(
    "refuses %j",
    (text) => {
      expect(() => parseAmount(text, 6)).toThrow(AmountInvalidError);
    },
  );
});
