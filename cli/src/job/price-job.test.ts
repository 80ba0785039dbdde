import type { OfferView } from "@computehive/sdk/offers/offers";
import { describe, expect, it } from "vitest";
import { cheapestServed } from "./price-job.ts";

const NODES = { silent: `0x${"aA".repeat(20)}`, cheap: `0x${"bB".repeat(20)}`, fixed: `0x${"cC".repeat(20)}` } as const;
const FUEL = 10n ** 12n;

const OFFERS = [
  offer(NODES.silent, { fixedPrice: 1n, price: 1n }),
  offer(NODES.cheap, { fixedPrice: 50n, price: 100n }),
  offer(NODES.fixed, { fixedPrice: 120n, price: 0n }),
];

describe("the offer that gives a price", () => {
  it("is the cheapest for the fuel among nodes that are heard", () => {
    const online = heard(NODES.cheap, NODES.fixed);
    expect(nodeOf(cheapestServed(OFFERS, { online, fuel: FUEL }))).toBe(NODES.fixed);
    expect(nodeOf(cheapestServed(OFFERS, { online, fuel: 0n }))).toBe(NODES.cheap);
  });

  it("is the cheapest of all where no node is heard, and none where nobody offers", () => {
    expect(nodeOf(cheapestServed(OFFERS, { online: heard(), fuel: FUEL }))).toBe(NODES.silent);
    expect(cheapestServed([], { online: heard(), fuel: FUEL })).toBeUndefined();
  });
});

function offer(node: string, { fixedPrice, price }: { fixedPrice: bigint; price: bigint }): OfferView {
  return { offer: { node, fixedPrice, price } } as unknown as OfferView;
}

function heard(...nodes: readonly string[]): ReadonlySet<string> {
  return new Set(nodes.map((node) => node.toLowerCase()));
}

function nodeOf(view: OfferView | undefined): string | undefined {
  return view?.offer.node;
}
