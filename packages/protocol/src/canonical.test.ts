import fc from "fast-check";
import { describe, expect, it } from "vitest";
import vectors from "../vectors/canonical.json" with { type: "json" };
import { canonicalBytes, type JsonValue, NotCanonicalError } from "./canonical.ts";

const text = (value: JsonValue) => new TextDecoder().decode(canonicalBytes(value));

describe("canonicalBytes", () => {
  it.each(vectors.cases)("$about", ({ json, canonical }) => {
    expect(text(JSON.parse(json) as JsonValue)).toBe(canonical);
  });

  it.each(vectors.refused)("refuses $about", ({ json }) => {
    expect(() => canonicalBytes(JSON.parse(json) as JsonValue)).toThrow(NotCanonicalError);
  });

  it.each([
    ["undefined", undefined],
    ["a member that is undefined", { a: undefined }],
    ["NaN", Number.NaN],
    ["an infinity", [Number.POSITIVE_INFINITY]],
    ["a bigint", 1n],
    ["a function", () => 1],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["a hole in a list", Array(2)],
  ])("refuses %s", (_name, value) => {
    expect(() => canonicalBytes(value as JsonValue)).toThrow(NotCanonicalError);
  });

  it("names the place", () => {
    expect(() => canonicalBytes({ a: [1, { b: 2 ** 53 }] })).toThrow("$.a[1].b");
  });

  it("does not depend on the order in which members were written", () => {
    const members = fc.uniqueArray(fc.tuple(fc.string({ unit: "binary" }), fc.integer()), { selector: ([key]) => key });
    fc.assert(
      fc.property(members, (entries) => {
        fc.pre(entries.every(([key]) => key.isWellFormed() && key !== "__proto__"));
        expect(text(Object.fromEntries(entries.toReversed()))).toBe(text(Object.fromEntries(entries)));
      }),
    );
  });

  it("is read back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
          Number.isInteger(part) ? Math.trunc(Number(part) % 1e9) : part,
        ) as JsonValue;
        expect(JSON.parse(text(plain))).toEqual(plain);
      }),
    );
  });
});
