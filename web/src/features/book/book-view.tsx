"use client";

import type { ResourceClassesResponse } from "@computehive/protocol/indexer-api/book";
import { AmountInvalidError, parseAmount } from "@computehive/protocol/price";
import { useDeferredValue, useMemo } from "react";
import { QueryError } from "../../components/query-error.tsx";
import type { AddressState } from "../../lib/address/use-address-state.ts";
import { useToken } from "../../lib/chain/use-hive.ts";
import { bookTexts as texts, unitWords } from "../../texts/book.ts";
import { Card } from "../../ui/card.tsx";
import { SideSkeleton } from "./book-skeleton.tsx";
import { DepthChart, JobsSide, OffersSide, SettledPrices } from "./lazy-parts.tsx";
import { useBook } from "./live/use-book.ts";
import { useNodeFacts } from "./live/use-node-facts.ts";
import { arrangeBook, type BookFilter } from "./model/arrange.ts";
import { type BookPlace, bookHref } from "./model/book-url.ts";
import { BookFilters } from "./parts/book-filters.tsx";
import { BookStats } from "./parts/book-stats.tsx";
import { ClassTabs } from "./parts/class-tabs.tsx";
import { LiveMark } from "./parts/live-mark.tsx";

type ClassItem = ResourceClassesResponse["items"][number];

const WHOLE: BookFilter = { price: undefined, region: undefined, onlineOnly: false, sort: "price" };

export interface BookViewProps {
  readonly chosen: ClassItem;
  readonly items: readonly ClassItem[];
  readonly address: AddressState<BookPlace>;
}

/** The book of one class. */
export function BookView({ chosen, items, address }: BookViewProps) {
  const { place } = address;
  const { resourceClass, unitKind } = chosen;
  const token = useToken();
  const nodes = useNodeFacts(resourceClass);
  const { query, picture } = useBook({ resourceClass, unitKind });
  const price = readPrice(place.price, token?.decimals);
  const filter = useDeferredFilter(place, price.value);
  const isNarrowed = filter.price !== undefined || filter.region !== undefined || filter.onlineOnly;
  const isThere = picture.version > 0;
  const whole = useMemo(() => arrangeBook(picture.entries, WHOLE, nodes), [picture, nodes]);
  const shown = useMemo(
    () => (isNarrowed || filter.sort !== "price" ? arrangeBook(picture.entries, filter, nodes) : whole),
    [picture, filter, nodes, whole, isNarrowed],
  );
  const regions = useMemo(
    () => [...new Set([...nodes.values()].map(({ region }) => region))].filter(Boolean).sort(),
    [nodes],
  );
  const go = (change: Partial<BookPlace>) => {
    const next = { ...place, resourceClass, unitKind, ...change };
    address.go(next, bookHref(next));
  };

  return (
    <>
      <ClassTabs items={items.includes(chosen) ? items : [...items, chosen]} current={chosen} />
      <BookStats item={chosen} book={isThere ? whole : undefined} />
      <BookFilters place={place} regions={regions} symbol={token?.symbol} isPriceWrong={price.isWrong} onChange={go} />
      {query.isError && <QueryError query={query} />}
      <div className="grid gap-5 lg:grid-cols-2">
        <Card
          title={texts.offers.title}
          aside={
            <SideAside
              hidden={shown.hiddenAsks}
              shown={query.data?.asks.length}
              all={query.data?.askCount}
              unit={unitWords[unitKind]}
            />
          }
          isFlush={isThere}
        >
          {isThere ? <OffersSide rows={shown.asks} nodes={nodes} isFiltered={isNarrowed} /> : <SideSkeleton />}
        </Card>
        <Card
          title={texts.jobs.title}
          aside={
            <SideAside
              hidden={shown.hiddenBids}
              shown={query.data?.bids.length}
              all={query.data?.bidCount}
              unit={unitWords[unitKind]}
            />
          }
          isFlush={isThere}
        >
          {isThere ? <JobsSide rows={shown.bids} now={picture.now} isFiltered={isNarrowed} /> : <SideSkeleton />}
        </Card>
        <Card title={texts.depth.title} aside={<LiveMark />}>
          {isThere ? <DepthChart book={whole} /> : <SideSkeleton />}
        </Card>
        <Card title={texts.prices.title} aside={unitWords[unitKind]}>
          <SettledPrices resourceClass={resourceClass} unitKind={unitKind} />
        </Card>
      </div>
    </>
  );
}

function SideAside({
  hidden,
  shown,
  all,
  unit,
}: {
  hidden: number;
  shown: number | undefined;
  all: number | undefined;
  unit: string;
}) {
  const isCut = shown !== undefined && all !== undefined && all > shown;
  return (
    <span className="flex flex-wrap justify-end gap-x-3">
      {hidden > 0 && <span>{texts.filters.hidden(hidden)}</span>}
      {isCut && <span>{texts.more(shown, all)}</span>}
      <span>{unit}</span>
    </span>
  );
}

/** Typing goes on while five thousand entries are filtered. */
function useDeferredFilter({ region, onlineOnly, sort }: BookPlace, price: bigint | undefined): BookFilter {
  const filter = useMemo<BookFilter>(
    () => ({ price, region: region === "" ? undefined : region, onlineOnly, sort }),
    [price, region, onlineOnly, sort],
  );
  return useDeferredValue(filter);
}

function readPrice(text: string, decimals: number | undefined): { value: bigint | undefined; isWrong: boolean } {
  if (text.trim() === "" || decimals === undefined) return { value: undefined, isWrong: false };
  try {
    return { value: parseAmount(text.trim(), decimals), isWrong: false };
  } catch (error) {
    if (error instanceof AmountInvalidError) return { value: undefined, isWrong: true };
    throw error;
  }
}
