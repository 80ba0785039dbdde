import { expect, it } from "vitest";
import { readTypedAmount } from "./read-amount.ts";

it.each([
  ["", { kind: "empty" }],
  [" ", { kind: "empty" }],
  ["1,5", { kind: "invalid" }],
  ["-1", { kind: "invalid" }],
  ["0.0000001", { kind: "invalid" }],
  ["0.000", { kind: "zero" }],
  [" 1.5 ", { kind: "amount", amount: 1_500_000n }],
  ["2", { kind: "amount", amount: 2_000_000n }],
  ["2.000001", { kind: "too-much", amount: 2_000_001n, most: 2_000_000n }],
])("%j", (text, read) => {
  expect(readTypedAmount(text, { decimals: 6, most: 2_000_000n })).toEqual(read);
});
