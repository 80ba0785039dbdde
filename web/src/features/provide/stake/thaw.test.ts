import { expect, it } from "vitest";
import { thawState } from "./thaw.ts";

it("thaws until its second, and is ready from then on", () => {
  const thaw = { thawing: 5n, thawedAt: 100 };
  expect(thawState(thaw, 99)).toEqual({ kind: "thawing", amount: 5n, until: 100, remaining: 1 });
  expect(thawState(thaw, 100)).toEqual({ kind: "ready", amount: 5n });
  expect(thawState({ thawing: 0n, thawedAt: 0 }, 100)).toEqual({ kind: "nothing" });
});
