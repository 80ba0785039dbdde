import { expect, it } from "vitest";
import { thawState } from "./thaw.ts";

const THAW = { thawing: 5n, thawedAt: 100 };

it("thaws until a block of its second, and is ready from then on", () => {
  const waiting = { kind: "thawing", amount: 5n, until: 100 };
  expect(thawState(THAW, { blockTime: 90, now: 91 })).toEqual({ ...waiting, remaining: 9 });
  expect(thawState(THAW, { blockTime: 100, now: 100 })).toEqual({ kind: "ready", amount: 5n });
  expect(thawState({ thawing: 0n, thawedAt: 0 }, { blockTime: 100, now: 100 })).toEqual({ kind: "nothing" });
});

it("is not ready by a clock that is ahead of the newest block", () => {
  expect(thawState(THAW, { blockTime: 99, now: 104 })).toEqual({
    kind: "thawing",
    amount: 5n,
    until: 100,
    remaining: 1,
  });
});
