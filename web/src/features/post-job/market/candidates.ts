import type { NodeResponse } from "@computehive/protocol/api/node";
import type { Limits } from "@computehive/protocol/fuel";
import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import type { IndexedNode, IndexedProvider } from "@computehive/protocol/indexer-api/provider";
import type { Reason } from "@computehive/protocol/phases";
import { costOf } from "@computehive/sdk/job-builder";

/** What everybody can know of a node that could take the job. */
export interface Candidate {
  readonly node: IndexedNode;
  /** Its open offers by fuel in the class, any order. */
  readonly offers: readonly IndexedOffer[];
  readonly provider: Pick<IndexedProvider, "active" | "exposure"> | undefined;
  /** What a gateway last heard of it. */
  readonly heard: NodeResponse | undefined;
}

/** What the job asks of a node. */
export interface Need {
  readonly limits: Limits;
  readonly region: string | undefined;
  readonly exposure: bigint;
  readonly bond: bigint;
  /** What a dispute must cost at least, so that the usual node takes it. */
  readonly usualBond: bigint;
  readonly onSilence: "pay" | "refund";
}

/** Why a node does not take the job now. The words of the protocol, and what only an onlooker can say. */
export type Exclusion =
  | Extract<
      Reason,
      | "paused"
      | "draining"
      | "no-capacity"
      | "limits-too-high"
      | "region-mismatch"
      | "stake-too-low"
      | "exposure-too-high"
      | "bond-too-low"
      | "silence-refunds"
      | "unprofitable"
    >
  | "offline"
  | "alarm"
  | "no-offer";

type Check = readonly [excluded: boolean, reason: Exclusion];

/**
 * The rules by which an agent screens a job, as far as an onlooker can apply them: what its owner keeps to itself (own limits
 * of time and inputs, refused buyers, least profit) only the node knows.
 */
export function exclusionsOf({ node, offers, provider, heard }: Candidate, need: Need): Exclusion[] {
  const beat = heard?.heartbeat;
  const free = provider && provider.active - provider.exposure;
  const checks: readonly Check[] = [
    [node.state !== "active" || beat?.status === "paused", "paused"],
    [heard?.online !== true, "offline"],
    [beat?.status === "draining", "draining"],
    [beat?.status === "alarm", "alarm"],
    [beat !== undefined && beat.capacity.running >= beat.capacity.slots, "no-capacity"],
    [beat !== undefined && need.limits.memoryBytes > beat.capacity.memoryBytes, "limits-too-high"],
    [need.region !== undefined && need.region !== node.region, "region-mismatch"],
    [offers.length === 0, "no-offer"],
    [free !== undefined && free < need.exposure, "stake-too-low"],
    [offers.length > 0 && offers.every(({ exposureLimit }) => exposureLimit < need.exposure), "exposure-too-high"],
    [need.bond < need.usualBond, "bond-too-low"],
    [need.onSilence === "refund", "silence-refunds"],
  ];
  return checks.filter(([excluded]) => excluded).map(([, reason]) => reason);
}

/** A price that the node's own offers ask at most. */
function asksAtMost({ offers }: Candidate, { fixedPrice, price }: { fixedPrice: bigint; price: bigint }): boolean {
  return offers.some((offer) => offer.fixedPrice <= fixedPrice && offer.price <= price);
}

export interface Screened {
  readonly candidate: Candidate;
  readonly exclusions: readonly Exclusion[];
}

/** Every node with all that speaks against it; without a price, prices speak against nobody. */
export function screenNodes(
  candidates: readonly Candidate[],
  need: Need,
  pricing?: { fixedPrice: bigint; price: bigint } | undefined,
): Screened[] {
  return candidates.map((candidate) => {
    const exclusions = exclusionsOf(candidate, need);
    const isTooCheap = pricing && candidate.offers.length > 0 && !asksAtMost(candidate, pricing);
    return { candidate, exclusions: isTooCheap ? [...exclusions, "unprofitable" as const] : exclusions };
  });
}

export interface Tally {
  readonly reason: Exclusion;
  /** Nodes that it excludes. */
  readonly count: number;
  /** Nodes that nothing else excludes: what changing this one thing would win. */
  readonly alone: number;
}

/** Which requirement excludes how many, the one that costs most first. */
export function tallyExclusions(screened: readonly Screened[]): Tally[] {
  const tallies = new Map<Exclusion, { count: number; alone: number }>();
  for (const { exclusions } of screened) {
    for (const reason of exclusions) {
      const tally = tallies.get(reason) ?? { count: 0, alone: 0 };
      tallies.set(reason, { count: tally.count + 1, alone: tally.alone + (exclusions.length === 1 ? 1 : 0) });
    }
  }
  return [...tallies]
    .map(([reason, tally]) => ({ reason, ...tally }))
    .sort((a, b) => b.alone - a.alone || b.count - a.count || a.reason.localeCompare(b.reason));
}

export interface PricedOffer {
  readonly offer: IndexedOffer;
  /** What the expected fuel comes to. */
  readonly cost: bigint;
}

/** The offers of these nodes, the cheapest for the expected fuel first. */
export function offersByCost(candidates: readonly Candidate[], fuel: bigint, exposure: bigint): PricedOffer[] {
  return candidates
    .flatMap(({ offers }) => offers)
    .filter(({ exposureLimit }) => exposureLimit >= exposure)
    .map((offer) => ({
      offer,
      cost: costOf({ unitKind: "fuel", fixedPrice: offer.fixedPrice, price: offer.price }, fuel),
    }))
    .sort((a, b) => (a.cost === b.cost ? a.offer.posted.block - b.offer.posted.block : a.cost < b.cost ? -1 : 1));
}
