import type { ResourceClassesResponse } from "@computehive/protocol/indexer-api/book";
import type { UnitKind } from "@computehive/protocol/price";

type ClassItem = ResourceClassesResponse["items"][number];

/** The class that the URL names, also where nobody offers it yet; else the one in which most goes on. */
export function chooseClass(
  items: readonly ClassItem[],
  { resourceClass, unitKind }: { resourceClass: string | undefined; unitKind: UnitKind | undefined },
): ClassItem | undefined {
  if (resourceClass === undefined) return [...items].sort((a, b) => activity(b) - activity(a))[0];
  const named = items.filter((item) => item.resourceClass === resourceClass);
  const kind = unitKind ?? named[0]?.unitKind ?? "fuel";
  return named.find((item) => item.unitKind === kind) ?? emptyClass(resourceClass, kind);
}

function activity({ openOffers, openJobs, settled }: ClassItem): number {
  return (openOffers + openJobs) * 1_000 + settled;
}

function emptyClass(resourceClass: string, unitKind: UnitKind): ClassItem {
  return { resourceClass, unitKind, openOffers: 0, openJobs: 0, runningJobs: 0, settled: 0, volume: 0n };
}
