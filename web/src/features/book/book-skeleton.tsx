import { bookTexts as texts } from "../../texts/book.ts";
import { Card } from "../../ui/card.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Stat, Stats } from "../../ui/stat.tsx";

/** The book's real layout, before anything of it is there. */
export function BookSkeleton() {
  return (
    <div className="flex flex-col gap-5" aria-busy="true">
      <Skeleton className="h-13 w-60" />
      <Stats>
        {[
          texts.stats.bestOffer,
          texts.stats.bestJob,
          texts.stats.last,
          texts.stats.offers,
          texts.stats.jobs,
          texts.stats.running,
        ].map((label) => (
          <Stat key={label} label={label} value={undefined} />
        ))}
      </Stats>
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title={texts.offers.title}>
          <SideSkeleton />
        </Card>
        <Card title={texts.jobs.title}>
          <SideSkeleton />
        </Card>
      </div>
    </div>
  );
}

export function SideSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex h-[22rem] flex-col gap-3 overflow-hidden">
      {Array.from({ length: 12 }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have no other name.
        <Skeleton key={line} className="h-6 w-full shrink-0" />
      ))}
    </div>
  );
}
