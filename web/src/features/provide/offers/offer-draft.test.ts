import { shortName } from "@computehive/protocol/short-name";
import { describe, expect, it } from "vitest";
import { type OfferDraft, offerOf, readOfferDraft } from "./offer-draft.ts";

const node = "0x00000000000000000000000000000000000000aa";
const token = { decimals: 6 };

describe("readOfferDraft", () => {
  it("reads whole tokens into smallest units, and days into seconds", () => {
    expect(readOfferDraft(draft({}), token)).toEqual({
      kind: "offer",
      terms: {
        node,
        fixedPrice: 50_000n,
        price: 1_500_000n,
        exposureLimit: 100_000_000n,
        resourceClass: "cpu.v1",
        validSeconds: 30 * 86_400,
      },
    });
  });

  it.each([
    [{ price: "" }, "price", "missing"],
    [{ price: "1,5" }, "price", "amount"],
    [{ price: "-1" }, "price", "amount"],
    [{ price: "0.0000001" }, "price", "amount"],
    [{ price: "1".repeat(40) }, "price", "too-large"],
    [{ price: "0", fixedPrice: "0" }, "price", "free-of-charge"],
    [{ exposureLimit: "0" }, "exposureLimit", "exposure-zero"],
    [{ resourceClass: "" }, "resourceClass", "class"],
    [{ resourceClass: "cpu v1" }, "resourceClass", "class"],
    [{ validDays: "0" }, "validDays", "days"],
    [{ validDays: "1.5" }, "validDays", "days"],
    [{ validDays: "3651" }, "validDays", "days"],
    [{ node: "" }, "node", "missing"],
  ] as const)("%j: %s is %s", (change, field, fault) => {
    expect(readOfferDraft(draft(change), token)).toEqual({ kind: "faults", faults: { [field]: fault } });
  });

  it("names every field that is wrong at once", () => {
    const read = readOfferDraft(draft({ price: "x", fixedPrice: "y", validDays: "z" }), token);
    expect(read).toEqual({ kind: "faults", faults: { price: "amount", fixedPrice: "amount", validDays: "days" } });
  });
});

it("makes the market's offer of it", () => {
  const read = readOfferDraft(draft({}), token);
  if (read.kind !== "offer") throw new Error("the draft is good");
  const offer = offerOf(read.terms, { provider: node, token: node, now: 1_000, salt: 5n });
  expect(offer).toMatchObject({
    unitKind: 0,
    resourceClass: shortName("cpu.v1"),
    validUntil: 1_000 + 30 * 86_400,
    salt: 5n,
  });
  expect(offerOf(read.terms, { provider: node, token: node, now: 1_000 }).salt).not.toBe(
    offerOf(read.terms, { provider: node, token: node, now: 1_000 }).salt,
  );
});

function draft(part: Partial<OfferDraft>): OfferDraft {
  return {
    node,
    fixedPrice: "0.05",
    price: "1.5",
    exposureLimit: "100",
    resourceClass: "cpu.v1",
    validDays: "30",
    ...part,
  };
}
