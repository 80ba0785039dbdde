import type { ResourceClassesResponse } from "@computehive/protocol/indexer-api/book";
import { Amount } from "../../../components/amount.tsx";
import { Count } from "../../../components/quantity.tsx";
import { Time } from "../../../components/time.tsx";
import { bookTexts, unitWords } from "../../../texts/book.ts";
import { Stat, Stats } from "../../../ui/stat.tsx";
import type { ArrangedBook } from "../model/arrange.ts";

const texts = bookTexts.stats;

export interface BookStatsProps {
  readonly item: ResourceClassesResponse["items"][number];
  /** The whole book, without filters; nothing while it is on its way. */
  readonly book: ArrangedBook | undefined;
}

/** The book in five figures. */
export function BookStats({ item, book }: BookStatsProps) {
  const price = (value: bigint | undefined) =>
    value === undefined ? texts.none : <Amount value={value} decimals={4} />;
  const unit = unitWords[item.unitKind];
  return (
    <Stats>
      <Stat label={texts.bestOffer} value={book && price(book.asks[0]?.entry.price)} note={unit} />
      <Stat label={texts.bestJob} value={book && price(book.bids[0]?.entry.price)} note={unit} />
      <Stat
        label={texts.last}
        value={price(item.last?.price)}
        note={item.last ? <Time value={item.last.at} /> : unit}
      />
      <Stat label={texts.offers} value={book && <Count value={book.asks.length} />} />
      <Stat label={texts.jobs} value={book && <Count value={book.bids.length} />} />
      <Stat label={texts.running} value={<Count value={item.runningJobs} />} />
    </Stats>
  );
}
