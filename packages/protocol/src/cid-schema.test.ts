import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cidFromDigest, digestOfCid } from "./cid.ts";
import { cidSchema, isCid } from "./cid-schema.ts";

const cids = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((digest) => cidFromDigest(`0x${Buffer.from(digest).toString("hex")}`));

describe("the form of a CID", () => {
  it("accepts the CID of every digest", () => {
    fc.assert(fc.property(cids, (cid) => isCid(cid) && cidSchema.safeParse(cid).success));
  });

  it("agrees with who reads it, whatever digit is another", () => {
    const digits = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz234567189AZ=");
    fc.assert(
      fc.property(cids, fc.nat(58), digits, (cid, place, digit) => {
        const other = cid.slice(0, place) + digit + cid.slice(place + 1);
        expect(isCid(other)).toBe(canBeRead(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it("agrees on every digit of the places that are not free", () => {
    const cid = cidFromDigest(`0x${"a7".repeat(32)}`);
    for (const place of [0, 1, 2, 3, 4, 5, 6, 7, 58]) {
      for (const digit of "abcdefghijklmnopqrstuvwxyz234567") {
        const other = cid.slice(0, place) + digit + cid.slice(place + 1);
        expect(isCid(other), other).toBe(canBeRead(other));
      }
    }
  });

  it.each(["", "bafkrei", `${cidFromDigest(`0x${"00".repeat(32)}`)}a`, `${cidFromDigest(`0x${"00".repeat(32)}`)}\n`])(
    "refuses %j",
    (text) => {
      expect(isCid(text)).toBe(false);
      expect(cidSchema.safeParse(text).success).toBe(false);
    },
  );
});

function canBeRead(cid: string): boolean {
  try {
    digestOfCid(cid);
    return true;
  } catch {
    return false;
  }
}
