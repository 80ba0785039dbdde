"use client";

import type { Deployment } from "@computehive/protocol/contracts";
import type { Manifest } from "@computehive/protocol/manifest";
import { costOf, maxCost } from "@computehive/sdk/job-builder";
import type { TokenFacts } from "@computehive/sdk/token";
import { useMemo } from "react";
import type { Hex } from "viem";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { useConfig } from "../../../lib/config/config-context.tsx";
import type { Draft } from "../draft/draft.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { type Candidate, type PricedOffer, type Screened, screenNodes } from "../market/candidates.ts";
import { type Suggestion, suggestPrice } from "../market/suggest-price.ts";
import { useMarket } from "../market/use-market.ts";
import { composeManifest, type FieldFault, readLimits, validDryRun } from "../work/compose.ts";
import { type OrderParts, type PriceSource, type ReadOrder, readOrder } from "../work/order.ts";

export interface PricedDraft {
  readonly market: ReturnType<typeof useMarket>;
  readonly manifest: Manifest | undefined;
  /** Faults of the manifest, and then of the order. */
  readonly faults: readonly FieldFault[];
  /** Fuel that the job will probably use. */
  readonly fuel: bigint;
  readonly isMeasured: boolean;
  readonly suggestion: Suggestion | undefined;
  /** The offer that the price is taken from, where it is taken from one. */
  readonly source: PricedOffer | undefined;
  /** The offer that somebody chose is not open any more. */
  readonly isChosenGone: boolean;
  /** Nothing while something is missing or wrong. */
  readonly parts: OrderParts | undefined;
  /** What the expected fuel comes to. */
  readonly expectedCost: bigint | undefined;
  /** Every node with what excludes it at this price. */
  readonly screened: readonly Screened[] | undefined;
}

/** What the draft's price and times come to, against the market as it is now. */
export function usePricedDraft(): PricedDraft {
  const { draft } = useDraft();
  const token = useToken();
  const { deployment } = useConfig();
  const market = useMarket(draft.limits.resourceClass);
  const { candidates, settled } = market;
  return useMemo(
    () => ({ market, ...priceDraft({ draft, token, deployment, candidates, settled }) }),
    [draft, token, deployment, market, candidates, settled],
  );
}

interface PriceFacts {
  readonly draft: Draft;
  readonly token: TokenFacts | undefined;
  readonly deployment: Deployment;
  readonly candidates: readonly Candidate[] | undefined;
  readonly settled: Parameters<typeof suggestPrice>[0]["settled"];
}

function priceDraft({ draft, token, deployment, candidates, settled }: PriceFacts): Omit<PricedDraft, "market"> {
  const composed = composeManifest(draft);
  const manifest = composed.ok ? composed.manifest : undefined;
  const dryRun = validDryRun(draft);
  const limits = readLimits(draft.limits, dryRun?.fuel).value;
  const fuel = dryRun ? BigInt(dryRun.fuel) : limits.fuel;
  const need = needOf(draft, { limits, usualBond: BigInt(deployment.parameters.arbiterFee), exposure: 0n });
  const most = (offer: PriceSource) => (manifest ? maxCost(manifest, { unitKind: "fuel", ...offer }) : 0n);
  const suggestion = candidates && suggestFor({ candidates, settled, fuel, need, most });
  const { source, isGone } = sourceOf(draft, candidates, suggestion, fuel);
  const read = orderOf({ draft, token, deployment }, manifest, source);
  const parts = read?.ok ? read.parts : undefined;
  return {
    manifest,
    faults: [...(composed.ok ? [] : composed.faults), ...(read && !read.ok ? read.faults : [])],
    fuel,
    isMeasured: dryRun !== undefined,
    suggestion,
    source,
    isChosenGone: isGone,
    parts,
    expectedCost: parts && least(costOf(parts.pricing, fuel), parts.pricing.maxPay),
    screened: candidates && screenNodes(candidates, needAt(need, parts), parts?.pricing),
  };
}

function orderOf(
  { draft, token, deployment }: Pick<PriceFacts, "draft" | "token" | "deployment">,
  manifest: Manifest | undefined,
  source: PricedOffer | undefined,
): ReadOrder | undefined {
  if (!manifest || !token) return undefined;
  const { limits, price } = draft;
  return readOrder({ deployment, decimals: token.decimals, manifest, limits, price, source: source?.offer });
}

function needAt(need: Need, parts: OrderParts | undefined): Need {
  return parts ? { ...need, exposure: parts.exposure, bond: parts.bond } : need;
}

/** Faults of the order's fields, for steps before the price. */
export function useOrderFaults(fields: readonly string[]): readonly FieldFault[] {
  return usePricedDraft().faults.filter(({ field }) => fields.includes(field));
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

type Need = Parameters<typeof screenNodes>[1];

function needOf({ limits: form }: Draft, facts: Pick<Need, "limits" | "usualBond" | "exposure">): Need {
  return {
    ...facts,
    region: form.region === "" ? undefined : form.region,
    bond: facts.usualBond,
    onSilence: form.onSilence,
  };
}

interface SuggestFor {
  readonly candidates: readonly Candidate[];
  readonly settled: Parameters<typeof suggestPrice>[0]["settled"];
  readonly fuel: bigint;
  readonly need: Need;
  /** What the limits come to at the price of an offer. */
  readonly most: (offer: PriceSource) => bigint;
}

/** What an offer can take depends on its own price: the exposure is what the limits come to. */
function suggestFor({ candidates, settled, fuel, need, most }: SuggestFor): Suggestion {
  const affordable = candidates.map((candidate) => {
    const free = candidate.provider && candidate.provider.active - candidate.provider.exposure;
    const offers = candidate.offers.filter((offer) => {
      const exposure = most(offer);
      return offer.exposureLimit >= exposure && (free === undefined || free >= exposure);
    });
    return { ...candidate, offers };
  });
  return suggestPrice({ screened: screenNodes(affordable, need), settled, fuel, exposure: 0n });
}

function sourceOf(
  { price }: Draft,
  candidates: readonly Candidate[] | undefined,
  suggestion: Suggestion | undefined,
  fuel: bigint,
): { source: PricedOffer | undefined; isGone: boolean } {
  const chosen = price.offerId && findOffer(candidates, price.offerId, fuel);
  const isGone = price.offerId !== undefined && candidates !== undefined && chosen === undefined;
  if (price.mode === "own") return { source: undefined, isGone };
  const best = suggestion && "best" in suggestion ? suggestion.best : undefined;
  return { source: chosen ?? best, isGone };
}

function findOffer(candidates: readonly Candidate[] | undefined, id: Hex, fuel: bigint): PricedOffer | undefined {
  const offer = candidates?.flatMap(({ offers }) => offers).find(({ offerId }) => offerId === id);
  if (!offer) return undefined;
  const { fixedPrice, price } = offer;
  return { offer, cost: costOf({ unitKind: "fuel", fixedPrice, price }, fuel) };
}
