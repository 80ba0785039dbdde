import { describe, expect, it } from "vitest";
import { compare, type Stated } from "./evidence.ts";

const STATED: Stated = { outputHash: `0x${"ab".repeat(32)}`, outcome: "exited", exitCode: 0, units: 7n };

describe("what is compared", () => {
  it("is nothing before the second run", () => {
    expect(compare(STATED, undefined).map(({ comparison }) => comparison)).toEqual(Array(5).fill("nothing"));
  });

  it("is the same to the bit where both ran the same", () => {
    expect(compare(STATED, { ...STATED }).map(({ comparison }) => comparison)).toEqual(Array(5).fill("same"));
  });

  it("differs in what differs, hash and CID alike", () => {
    const own: Stated = { ...STATED, outputHash: `0x${"cd".repeat(32)}`, units: 8n };
    const different = compare(STATED, own).filter(({ comparison }) => comparison === "different");
    expect(different.map(({ fact }) => fact)).toEqual(["outputHash", "outputCid", "units"]);
    expect(different.at(-1)).toMatchObject({ node: "7", own: "8" });
  });

  it("leaves out what the chain alone does not tell", () => {
    const chain: Stated = { outputHash: undefined, outcome: undefined, exitCode: undefined, units: 7n };
    const compared = compare(chain, STATED);
    expect(compared.filter(({ comparison }) => comparison !== "nothing")).toMatchObject([{ fact: "units" }]);
  });
});
