import type { UnitKind } from "@computehive/protocol/price";

/** Keys of what the indexer is asked for the book. */
export const bookKeys = {
  classes: ["indexer", "resource-classes"] as const,
  book: (resourceClass: string, unitKind: UnitKind) => ["indexer", "book", resourceClass, unitKind] as const,
  prices: (resourceClass: string, unitKind: UnitKind) => ["indexer", "prices", resourceClass, unitKind] as const,
  nodes: (resourceClass: string) => ["indexer", "nodes", "book", resourceClass] as const,
  heard: ["gateway", "nodes"] as const,
};
