import { describe, expect, it } from "vitest";
import { bucketSizeFor, earningsSeries } from "./earnings-series.ts";

const DAY = 86_400;

describe("earnings over time", () => {
  it("takes the finest bars that fit", () => {
    const now = 10_000_000;
    expect(bucketSizeFor([{ at: now - 60 * 90, amount: 1n }], now)).toBe("minute");
    expect(bucketSizeFor([{ at: now - 60 * 91, amount: 1n }], now)).toBe("hour");
    expect(bucketSizeFor([{ at: now - 3_600 * 91, amount: 1n }], now)).toBe("day");
    expect(bucketSizeFor([], now)).toBe("minute");
  });

  it("sums per bar and shows the empty ones between", () => {
    const payments = [
      { at: 5 * DAY + 10, amount: 3n },
      { at: 5 * DAY + 20, amount: 4n },
      { at: 7 * DAY, amount: 5n },
    ];
    expect(earningsSeries(payments, "day", 8 * DAY + 1)).toEqual([
      { from: 5 * DAY, amount: 7n, count: 2 },
      { from: 6 * DAY, amount: 0n, count: 0 },
      { from: 7 * DAY, amount: 5n, count: 1 },
      { from: 8 * DAY, amount: 0n, count: 0 },
    ]);
  });

  it("shows the newest ninety", () => {
    const series = earningsSeries([{ at: 0, amount: 1n }], "day", 200 * DAY);
    expect(series).toHaveLength(90);
    expect(series.at(-1)?.from).toBe(200 * DAY);
    expect(earningsSeries([], "day", 200 * DAY)).toEqual([]);
  });
});
