import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isCompleteJson } from "./complete-json.ts";

const folder = mkdtempSync(join(tmpdir(), "hive-complete-json-"));
afterAll(() => rmSync(folder, { recursive: true }));

const whole = JSON.stringify({ a: ['x"y', "back\\slash\\", "{[", { b: null, c: 1.5e3, d: true }], "key]": {} });

describe("isCompleteJson", () => {
  it("accepts a whole object", async () => {
    expect(await check(whole)).toBe(true);
    expect(await check(`${JSON.stringify(JSON.parse(whole), null, 2)}\n`)).toBe(true);
  });

  it("refuses every proper prefix", async () => {
    for (let length = 0; length < whole.length; length++)
      expect(await check(whole.slice(0, length)), whole.slice(0, length)).toBe(false);
  });

  it("refuses what follows the end, and lost pages", async () => {
    expect(await check(`${whole}}`)).toBe(false);
    expect(await check(`${whole}${whole}`)).toBe(false);
    expect(await check(whole.replace("slash", "\0\0\0\0\0"))).toBe(false);
  });

  it("sees escapes and strings across the borders of what it reads at once", async () => {
    const border = 1 << 20;
    for (let shift = -3; shift <= 3; shift++) {
      const padding = "p".repeat(border - 6 + shift);
      expect(await check(JSON.stringify({ [padding]: 'q"\\"' }))).toBe(true);
      expect(await check(JSON.stringify({ [`${padding}\\\\"`]: "}" }).slice(0, -1))).toBe(false);
    }
  });
});

function check(content: string): Promise<boolean> {
  const file = join(folder, "candidate.json");
  writeFileSync(file, content);
  return isCompleteJson(file);
}
