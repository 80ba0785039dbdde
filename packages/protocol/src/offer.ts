import { type Address, type Hex, hashTypedData } from "viem";
import { type OffersDomain, offersDomain } from "./domain.ts";
import { offerFields } from "./generated/typed-data.ts";

/** A provider's standing price; see `IOfferBook.Offer`. */
export interface Offer {
  provider: Address;
  node: Address;
  token: Address;
  fixedPrice: bigint;
  price: bigint;
  unitKind: number;
  exposureLimit: bigint;
  resourceClass: Hex;
  validUntil: number;
  salt: bigint;
}

const types = { Offer: offerFields } as const;

export function offerTypedData(domain: OffersDomain, offer: Offer) {
  return { domain: offersDomain(domain), types, primaryType: "Offer", message: { ...offer } } as const;
}

/** The offer's id: its EIP-712 digest. */
export function offerIdOf(domain: OffersDomain, offer: Offer): Hex {
  return hashTypedData(offerTypedData(domain, offer));
}
