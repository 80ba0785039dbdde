import type { Ask, Bid, PricePoint } from "@computehive/protocol/indexer-api/book";
import { expect, it } from "vitest";
import { marketPosition, suggestPrice } from "./market-position.ts";

const asks = [ask("0x01", 100n), ask("0x02", 120n), ask("0x03", 120n)];
const bids = [{ price: 130n }, { price: 110n }] as Bid[];
const last = [{ price: 115n }, { price: 90n }] as PricePoint[];

it("says what the market asks and pays, and where a price would stand", () => {
  expect(marketPosition({ asks, bids, last }, 120n)).toEqual({
    cheapest: 100n,
    best: 130n,
    last: 115n,
    offers: 3,
    jobs: 2,
    before: 3,
    served: 1,
  });
  expect(marketPosition({ asks, bids, last }, 99n)).toMatchObject({ before: 0, served: 2 });
});

it("does not count the offer that would be replaced", () => {
  const position = marketPosition({ asks, bids, last }, 120n, { without: "0x01" });
  expect(position).toMatchObject({ cheapest: 120n, offers: 2, before: 2 });
});

it("suggests a price that buyers take", () => {
  expect(suggestPrice(marketPosition({ asks, bids, last }, undefined))).toBe(95n);
  expect(suggestPrice(marketPosition({ asks: [], bids, last }, undefined))).toBe(115n);
  expect(suggestPrice(marketPosition({ asks: [], bids, last: [] }, undefined))).toBe(130n);
  expect(suggestPrice(marketPosition({ asks: [], bids: [], last: [] }, undefined))).toBeUndefined();
});

function ask(offerId: string, price: bigint): Ask {
  return { offerId, price } as Ask;
}
