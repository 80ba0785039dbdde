import { describe, expect, it } from "vitest";
import vectors from "../vectors/cid.json" with { type: "json" };
import { assertCid, CidInvalidError, CidMismatchError, cidFromDigest, cidOf, digestOfCid, sha256 } from "./cid.ts";
import { isCid } from "./cid-schema.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("CIDs", () => {
  it.each(vectors.cases)("names %j", ({ text, cid, sha256: digest }) => {
    expect(cidOf(bytes(text))).toBe(cid);
    expect(sha256(bytes(text))).toBe(digest);
    expect(digestOfCid(cid)).toBe(digest);
    expect(cidFromDigest(digest as `0x${string}`)).toBe(cid);
  });

  it.each([
    ["version 0", "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"],
    ["another codec", "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"],
    ["another base", "zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA"],
    ["capital letters", cidOf(bytes("a")).toUpperCase()],
    ["one capital letter", cidOf(bytes("a")).replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase())],
    [
      "another hash",
      "bafkrgqgqwfp45v7opfqhq3dsnivxtjuqhgcdmsyqw2zlgxwvyvobcfh4ysfxj2mfqk4wxmlbqpvyp4qoqmyyqyqbvzjiey4mvhqlbekjnbvpq",
    ],
    ["nothing", ""],
    ["a path", `${cidOf(bytes("a"))}/x`],
    ["white space", ` ${cidOf(bytes("a"))}`],
  ])("refuses %s", (_name, cid) => {
    expect(() => digestOfCid(cid)).toThrow(CidInvalidError);
    expect(isCid(cid)).toBe(false);
  });

  it("refuses a digest of another length", () => {
    expect(() => cidFromDigest("0x1234")).toThrow(CidInvalidError);
  });

  it("tells bytes that do not match", () => {
    expect(() => assertCid(cidOf(bytes("a")), bytes("b"))).toThrow(CidMismatchError);
    expect(() => assertCid(cidOf(bytes("a")), bytes("a"))).not.toThrow();
  });
});
