import { decodeFunctionData, type Hex, slice, toFunctionSelector } from "viem";
import { jobMarketAbi } from "./contracts.ts";
import type { MarketDomain } from "./domain.ts";
import { type JobOrder, type JobTerms, jobIdOf } from "./order.ts";

/** An order that nobody posted, as its claim brought it. */
export interface SignedClaim {
  readonly order: JobOrder;
  readonly terms: JobTerms;
  /** By the order's funding: of the order, of the token's authorization, or of Permit2's transfer. */
  readonly signature: Hex;
}

/** A call inside other calls' data is looked for at most so often: data is somebody's choice. */
const MOST_PLACES = 64;

/**
 * The signed order of a job in the data of the transaction that claimed it, also where the call was wrapped in another one. The
 * job's id is the hash of the order, so whatever comes to that id is it; undefined where the data holds it in no readable form.
 */
export function signedClaimIn(data: Hex, jobId: Hex, domain: MarketDomain): SignedClaim | undefined {
  for (const place of placesOf(SELECTOR.slice(2), data)) {
    const claim = claimAt(slice(data, place));
    if (claim && jobIdOf(domain, claim.order, claim.terms) === jobId) return claim;
  }
  return undefined;
}

const claimSigned = jobMarketAbi.find((item) => item.type === "function" && item.name === "claimSigned") as Extract<
  (typeof jobMarketAbi)[number],
  { name: "claimSigned" }
>;
const SELECTOR = toFunctionSelector(claimSigned);

/** Bytes before each occurrence. */
function placesOf(digits: string, data: Hex): number[] {
  const places: number[] = [];
  for (let at = data.indexOf(digits, 2); at !== -1 && places.length < MOST_PLACES; at = data.indexOf(digits, at + 1)) {
    if (at % 2 === 0) places.push((at - 2) / 2);
  }
  return places;
}

function claimAt(data: Hex): SignedClaim | undefined {
  try {
    const [order, terms, signature] = decodeFunctionData({ abi: [claimSigned], data }).args;
    return { order, terms, signature };
  } catch {
    // The selector's bytes occur in something else.
    return undefined;
  }
}
