import { beforeAll, describe, expect, it } from "vitest";
import { toWire, type WireRequest } from "./browser/wire.ts";
import { loadCases } from "./support/cases.ts";
import { runInChild } from "./support/run-in-child.ts";

const MINUTES = 60_000;

/** The same cases with each compiler of the engine alone. */
describe("the compilers of one engine", () => {
  let names: string[];
  let requests: WireRequest[];
  let expected: unknown[];

  beforeAll(async () => {
    const cases = await loadCases();
    names = cases.map(({ name }) => name);
    requests = cases.map(({ request }) => toWire(request));
    expected = await runInChild(requests, []);
  }, 5 * MINUTES);

  it.each([
    ["the baseline compiler", ["--liftoff", "--no-wasm-tier-up"]],
    ["the optimizing compiler", ["--no-liftoff"]],
  ])(
    "agree: %s",
    async (_, flags) => {
      const actual = await runInChild(requests, flags);
      const differing = names.filter((_, index) => JSON.stringify(actual[index]) !== JSON.stringify(expected[index]));
      expect(differing).toEqual([]);
      expect(actual.length).toBe(requests.length);
    },
    5 * MINUTES,
  );
});
