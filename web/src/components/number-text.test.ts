import { describe, expect, it } from "vitest";
import { formatBytes, groupDigits, shortNumber } from "./number-text.ts";

describe("groupDigits", () => {
  it.each([
    ["1234567.5", 6, "1,234,567.5", false],
    ["0.123456", 2, "0.12", true],
    ["0.999", 2, "0.99", true],
    ["0.0000001", 2, "<0.01", true],
    ["0.5", 0, "<1", true],
    ["-12.30", 6, "−12.3", true],
    ["0", 2, "0", false],
  ])("writes %s with %i decimals as %s", (exact, decimals, text, isCut) => {
    expect(groupDigits(exact, decimals)).toEqual({ text, isCut });
  });
});

describe("shortNumber", () => {
  it.each([
    [999n, "999"],
    [1_000n, "1 k"],
    [1_239_999n, "1.23 M"],
    [100_000_000_000n, "100 G"],
  ])("writes %s as %s", (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });
});

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [1_023, "1023 B"],
    [1_536, "1.5 KiB"],
    [52_428_800, "50 MiB"],
  ])("writes %i as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});
