import type { Offer } from "@computehive/protocol/offer";
import { parseAmount, UNIT_KINDS, type UnitKind } from "@computehive/protocol/price";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, bytesToBigInt } from "viem";

/** An offer as somebody writes it: texts of whole tokens and of days. */
export interface OfferDraft {
  readonly node: Address | "";
  readonly fixedPrice: string;
  readonly price: string;
  readonly exposureLimit: string;
  readonly resourceClass: string;
  readonly validDays: string;
}

export type OfferField = keyof OfferDraft;
export type OfferFault = "missing" | "amount" | "too-large" | "free-of-charge" | "exposure-zero" | "class" | "days";

export type ReadOffer =
  | { readonly kind: "offer"; readonly terms: OfferTerms }
  | { readonly kind: "faults"; readonly faults: Readonly<Partial<Record<OfferField, OfferFault>>> };

/** What a draft says, in the contract's units. */
export interface OfferTerms {
  readonly node: Address;
  readonly fixedPrice: bigint;
  readonly price: bigint;
  readonly exposureLimit: bigint;
  readonly resourceClass: string;
  readonly validSeconds: number;
}

/** The contract's amounts have 96 bits. */
const LARGEST = 2n ** 96n - 1n;
const LONGEST_DAYS = 3_650;
const DAY = 86_400;

export function readOfferDraft(draft: OfferDraft, { decimals }: { decimals: number }): ReadOffer {
  const faults: Partial<Record<OfferField, OfferFault>> = {};
  const amount = (field: "fixedPrice" | "price" | "exposureLimit"): bigint => {
    const read = readAmount(draft[field], decimals);
    if (typeof read === "bigint") return read;
    faults[field] = read;
    return 0n;
  };
  const fixedPrice = amount("fixedPrice");
  const price = amount("price");
  const exposureLimit = amount("exposureLimit");
  if (draft.node === "") faults.node = "missing";
  if (!faults.price && !faults.fixedPrice && fixedPrice === 0n && price === 0n) faults.price = "free-of-charge";
  if (!faults.exposureLimit && exposureLimit === 0n) faults.exposureLimit = "exposure-zero";
  if (!/^[\x21-\x7e]{1,32}$/.test(draft.resourceClass)) faults.resourceClass = "class";
  const days = /^[1-9]\d{0,3}$/.test(draft.validDays) ? Number(draft.validDays) : 0;
  if (days < 1 || days > LONGEST_DAYS) faults.validDays = "days";
  if (Object.keys(faults).length > 0) return { kind: "faults", faults };
  const terms = { node: draft.node as Address, fixedPrice, price, exposureLimit, resourceClass: draft.resourceClass };
  return { kind: "offer", terms: { ...terms, validSeconds: days * DAY } };
}

function readAmount(text: string, decimals: number): bigint | OfferFault {
  if (text.trim() === "") return "missing";
  try {
    const amount = parseAmount(text.trim(), decimals);
    return amount > LARGEST ? "too-large" : amount;
  } catch {
    return "amount";
  }
}

export interface OfferSurroundings {
  readonly provider: Address;
  readonly token: Address;
  /** The chain's time, Unix seconds. */
  readonly now: number;
  /** Two offers with equal terms are two offers. */
  readonly salt?: bigint;
}

/** The offer that goes to the market. */
export function offerOf(
  terms: OfferTerms,
  { provider, token, now, salt = randomSalt() }: OfferSurroundings,
  unitKind: UnitKind = "fuel",
): Offer {
  const { node, fixedPrice, price, exposureLimit, resourceClass, validSeconds } = terms;
  return {
    provider,
    node,
    token,
    fixedPrice,
    price,
    unitKind: UNIT_KINDS.indexOf(unitKind),
    exposureLimit,
    resourceClass: shortName(resourceClass),
    validUntil: now + validSeconds,
    salt,
  };
}

function randomSalt(): bigint {
  return bytesToBigInt(crypto.getRandomValues(new Uint8Array(8)));
}
