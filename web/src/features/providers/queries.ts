import type { Address } from "viem";

export const providerKeys = {
  list: ["indexer", "providers"] as const,
  one: (provider: Address) => ["indexer", "provider", provider] as const,
  nodes: (provider: Address) => ["indexer", "nodes", "of-provider", provider] as const,
  offers: (provider: Address) => ["indexer", "offers", "of-provider", provider] as const,
};
