import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePaths, pathFault, pathListFault } from "./path.ts";

describe("pathFault", () => {
  it.each(["a", "a/b.txt", ".config", "über/größe", "a b", "..a/b..", `${"a/".repeat(63)}b`])("accepts %j", (path) => {
    expect(pathFault(path)).toBeUndefined();
  });

  it.each([
    "",
    "/",
    "/etc/passwd",
    "a/",
    "a//b",
    ".",
    "..",
    "../a",
    "a/../b",
    "a/..",
    "a/./b",
    "a\\b",
    "C:x",
    "a\0b",
    "a\nb",
    "a?",
    "a*",
    "\u007f",
    "e\u0301",
    "\ud800",
    "x".repeat(256),
    "é".repeat(128),
    `${"x".repeat(200)}/`.repeat(5) + "x".repeat(20),
    `${"a/".repeat(64)}b`,
  ])("refuses %j", (path) => {
    expect(pathFault(path)).toBeTypeOf("string");
  });
});

describe("pathListFault", () => {
  it.each([[[]], [["a"]], [["a", "b"]], [["a.b", "a/b"]], [["B", "a"]]])("accepts %j", (paths) => {
    expect(pathListFault(paths)).toBeUndefined();
  });

  it.each([[["b", "a"]], [["a", "a"]], [["a", "a/b"]], [["a", "a.b", "a/b"]], [["x/y", "x/y/z/w"]]])(
    "refuses %j",
    (paths) => {
      expect(pathListFault(paths)).toBeTypeOf("string");
    },
  );
});

describe("comparePaths", () => {
  it("orders as the bytes do", () => {
    const path = fc.string({ unit: "binary", maxLength: 8 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(path, path, (a, b) => {
        expect(Math.sign(comparePaths(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
    // Here the code units say the opposite.
    expect(comparePaths("\ufb33", "\u{1f41d}")).toBeLessThan(0);
    expect("\ufb33" < "\u{1f41d}").toBe(false);
  });
});
