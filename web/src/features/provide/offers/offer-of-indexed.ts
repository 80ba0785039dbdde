import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import type { Offer } from "@computehive/protocol/offer";
import { UNIT_KINDS } from "@computehive/protocol/price";
import { shortName } from "@computehive/protocol/short-name";
import { isHex } from "viem";

/** The offer as the contract knows it: its id is the hash of exactly these fields. */
export function offerOfIndexed(indexed: IndexedOffer): Offer {
  const { provider, node, token, fixedPrice, price, exposureLimit, validUntil, salt, resourceClass } = indexed;
  return {
    provider,
    node,
    token,
    fixedPrice,
    price,
    unitKind: UNIT_KINDS.indexOf(indexed.unitKind),
    exposureLimit,
    // A class whose bytes are not printable is its hexadecimal number.
    resourceClass: isHex(resourceClass) && resourceClass.length === 66 ? resourceClass : shortName(resourceClass),
    validUntil,
    salt,
  };
}
