import { type Address, type Hex, hashTypedData } from "viem";
import { type StakingDomain, stakingDomain } from "./domain.ts";
import { nodeProfileFields } from "./generated/typed-data.ts";

/** What a provider says of a node, signed by the node key; see `IStaking.NodeProfile`. */
export interface NodeProfile {
  provider: Address;
  node: Address;
  payee: Address;
  resourceClass: Hex;
  region: Hex;
  capabilityHash: Hex;
  tlsKeyHash: Hex;
  endpoint: string;
}

const types = { NodeProfile: nodeProfileFields } as const;

export function nodeProfileTypedData(domain: StakingDomain, profile: NodeProfile) {
  return { domain: stakingDomain(domain), types, primaryType: "NodeProfile", message: { ...profile } } as const;
}

/** The digest that the node key signs. */
export function nodeProfileHashOf(domain: StakingDomain, profile: NodeProfile): Hex {
  return hashTypedData(nodeProfileTypedData(domain, profile));
}
