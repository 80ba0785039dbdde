import { describe, expect, it } from "vitest";
import vectors from "../vectors/result.json" with { type: "json" };
import { cidFromDigest } from "./cid.ts";
import type { Outcome } from "./outcome.ts";
import { buildResultDocument, outputHash, ResultInvalidError, readResultDocument, resultBytes } from "./result.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("result documents", () => {
  it.each(vectors.cases)(
    "$outputs.outcome with exit code $outputs.exitCode",
    ({ outputs, document, outputHash: hash, cid }) => {
      const built = buildResultDocument({
        outcome: outputs.outcome as Outcome,
        exitCode: outputs.exitCode,
        stdout: bytes(outputs.stdout),
        stderr: bytes(outputs.stderr),
        files: outputs.files.map(({ path, text }) => ({ path, bytes: bytes(text) })),
      });
      expect(built).toEqual(document);
      expect(outputHash(built)).toBe(hash);
      expect(cidFromDigest(outputHash(built))).toBe(cid);
      expect(readResultDocument(resultBytes(built))).toEqual(built);
    },
  );

  it("carries an exit code only where the program exited", () => {
    const none = new Uint8Array();
    expect(
      buildResultDocument({ outcome: "trapped", exitCode: 7, stdout: none, stderr: none, files: [] }).exitCode,
    ).toBe(0);
  });

  const [first] = vectors.cases;
  it.each([
    ["an unknown field", { ...first!.document, fuel: "1" }],
    ["an unknown outcome", { ...first!.document, outcome: "fine" }],
    ["an exit code of more than 32 bits", { ...first!.document, exitCode: 2 ** 32 }],
    ["a path out of the folder", { ...first!.document, files: [{ path: "../x", ...first!.document.stdout }] }],
    ["unsorted files", { ...first!.document, files: ["b", "a"].map((path) => ({ path, ...first!.document.stdout })) }],
  ])("refuses %s", (_name, document) => {
    expect(() => readResultDocument(bytes(JSON.stringify(document)))).toThrow(ResultInvalidError);
  });

  it("refuses a document that is not canonical", () => {
    expect(() => readResultDocument(bytes(JSON.stringify(first!.document, null, 1)))).toThrow(/canonical/);
  });
});
