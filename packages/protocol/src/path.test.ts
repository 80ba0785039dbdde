import { describe, expect, it } from "vitest";
import { pathFault, pathListFault } from "./path.ts";

describe("pathFault", () => {
  it.each(["a", "a/b.txt", ".config", "über/größe", "a b", "..a/b..", `${"a/".repeat(15)}b`])("accepts %j", (path) => {
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
    `${"a/".repeat(16)}b`,
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
