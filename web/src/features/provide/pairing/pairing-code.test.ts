import { expect, it } from "vitest";
import { readTypedCode, showTypedCode } from "./pairing-code.ts";

it("reads codes as people type them", () => {
  expect(readTypedCode("abcd-efgh")).toEqual({ kind: "complete", code: "ABCDEFGH" });
  expect(readTypedCode(" ab cd ef gh ")).toEqual({ kind: "complete", code: "ABCDEFGH" });
  expect(readTypedCode("abcd")).toEqual({ kind: "incomplete", missing: 4 });
  expect(readTypedCode("")).toEqual({ kind: "incomplete", missing: 8 });
});

it("names what no code holds", () => {
  expect(readTypedCode("ABCO")).toEqual({ kind: "impossible", letter: "O" });
  expect(readTypedCode("ABCDEFGHJ")).toEqual({ kind: "impossible", letter: "J" });
});

it("shows the dash where it belongs", () => {
  expect(showTypedCode("abcd")).toBe("ABCD");
  expect(showTypedCode("abcde")).toBe("ABCD-E");
});
