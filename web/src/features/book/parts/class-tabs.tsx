import type { ResourceClassesResponse } from "@computehive/protocol/indexer-api/book";
import type { UnitKind } from "@computehive/protocol/price";
import Link from "next/link";
import { bookTexts, unitWords } from "../../../texts/book.ts";
import { cx } from "../../../ui/cx.ts";
import { bookHref } from "../model/book-url.ts";

type ClassItem = ResourceClassesResponse["items"][number];

/** One link a class and unit kind: each is a place of its own. */
export function ClassTabs({ items, current }: { items: readonly ClassItem[]; current: ClassItem }) {
  return (
    <nav aria-label={bookTexts.classes} className="-mx-1 flex gap-1 overflow-x-auto px-1 pb-1">
      {items.map((item) => {
        const isCurrent = item.resourceClass === current.resourceClass && item.unitKind === current.unitKind;
        return (
          <Link
            key={`${item.resourceClass} ${item.unitKind}`}
            href={bookHref({ resourceClass: item.resourceClass, unitKind: item.unitKind })}
            aria-current={isCurrent ? "page" : undefined}
            className={cx(
              "flex shrink-0 flex-col rounded-md border px-3 py-1.5",
              isCurrent ? "border-accent bg-accent-soft" : "border-line bg-surface hover:bg-hover",
            )}
          >
            <span className="font-mono text-sm font-medium">{item.resourceClass}</span>
            <span className="text-xs text-muted">
              {bookTexts.classCounts(item.openOffers, item.openJobs)}
              {hasSeveralKinds(items, item) && `, ${unitWords[item.unitKind satisfies UnitKind]}`}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}

function hasSeveralKinds(items: readonly ClassItem[], { resourceClass }: ClassItem): boolean {
  return items.filter((item) => item.resourceClass === resourceClass).length > 1;
}
