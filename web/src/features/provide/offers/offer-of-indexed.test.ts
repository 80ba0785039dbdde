import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import { type Offer, offerIdOf } from "@computehive/protocol/offer";
import { shortName } from "@computehive/protocol/short-name";
import { expect, it } from "vitest";
import { offerOfIndexed } from "./offer-of-indexed.ts";

const address = "0x00000000000000000000000000000000000000aa";
const domain = { chainId: 31_337, address } as const;
const offer: Offer = {
  provider: address,
  node: address,
  token: address,
  fixedPrice: 1n,
  price: 2n,
  unitKind: 0,
  exposureLimit: 3n,
  resourceClass: shortName("cpu.v1"),
  validUntil: 4,
  salt: 5n,
};
const place = { block: 1, at: 1, transaction: `0x${"01".repeat(32)}`, logIndex: 0 } as const;

it.each([
  ["cpu.v1", shortName("cpu.v1")],
  [`0x${"ff".repeat(32)}`, `0x${"ff".repeat(32)}`],
] as const)("has the id that the market gave it: %s", (name, resourceClass) => {
  const indexed: IndexedOffer = {
    ...offer,
    offerId: place.transaction,
    unitKind: "fuel",
    resourceClass: name,
    state: "posted",
    isOpen: true,
    posted: place,
  };
  expect(offerIdOf(domain, offerOfIndexed(indexed))).toBe(offerIdOf(domain, { ...offer, resourceClass }));
});
