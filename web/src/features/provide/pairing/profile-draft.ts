import type { PairingContent } from "@computehive/protocol/api/pairing";
import type { NodeProfile } from "@computehive/protocol/node-profile";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, getAddress, isAddress, zeroAddress, zeroHash } from "viem";

/** How a node is to be registered, as somebody writes it. */
export interface ProfileDraft {
  readonly payee: string;
  readonly resourceClass: string;
  readonly region: string;
}

export type ReadProfile =
  | { readonly kind: "profile"; readonly profile: NodeProfile }
  | { readonly kind: "faults"; readonly faults: readonly (keyof ProfileDraft)[] };

/** What the agent says of itself is the first draft; the provider earns unless they say otherwise. */
export function firstProfile({ resourceClass, region = "" }: PairingContent, provider: Address): ProfileDraft {
  return { payee: provider, resourceClass, region };
}

export function readProfile(
  draft: ProfileDraft,
  { provider, node }: { provider: Address; node: Address },
): ReadProfile {
  const payee = draft.payee.trim();
  const region = draft.region.trim();
  const faults: (keyof ProfileDraft)[] = [];
  if (!isAddress(payee) || payee === zeroAddress) faults.push("payee");
  if (!/^[\x21-\x7e]{1,32}$/.test(draft.resourceClass)) faults.push("resourceClass");
  if (!/^[a-z0-9-]{0,32}$/.test(region)) faults.push("region");
  if (faults.length > 0) return { kind: "faults", faults };
  const profile: NodeProfile = {
    provider: getAddress(provider),
    node: getAddress(node),
    payee: getAddress(payee),
    resourceClass: shortName(draft.resourceClass),
    region: region === "" ? zeroHash : shortName(region),
    capabilityHash: zeroHash,
    tlsKeyHash: zeroHash,
    endpoint: "",
  };
  return { kind: "profile", profile };
}
