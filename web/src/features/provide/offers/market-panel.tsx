"use client";

import { formatAmount } from "@computehive/protocol/price";
import { Amount } from "../../../components/amount.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { provideOfferTexts as texts } from "../../../texts/provide/offer.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { Stat, Stats } from "../../../ui/stat.tsx";
import { marketPosition, suggestPrice } from "./market-position.ts";
import { useMarket } from "./queries.ts";

export interface MarketPanelProps {
  readonly resourceClass: string;
  /** As written so far; nothing where it cannot be read. */
  readonly price: bigint | undefined;
  /** The offer that will be replaced. */
  readonly without?: string | undefined;
  readonly onSuggest: (price: string) => void;
}

/** What the market asks and pays now in this class, and where the price would stand. */
export function MarketPanel({ resourceClass, price, without, onSuggest }: MarketPanelProps) {
  const query = useMarket(resourceClass);
  const token = useToken();
  if (query.isError && !query.data) return <QueryError query={query} />;
  const position = query.data && marketPosition(query.data, price, { without });
  const suggestion = position && suggestPrice(position);
  const figure = (value: bigint | undefined) => {
    if (!position) return undefined;
    return value === undefined ? texts.nobody : <Amount value={value} decimals={4} withSymbol={false} />;
  };
  return (
    <Card title={texts.market}>
      <Stats>
        <Stat label={texts.cheapest} value={figure(position?.cheapest)} />
        <Stat label={texts.best} value={figure(position?.best)} />
        <Stat label={texts.last} value={figure(position?.last)} />
      </Stats>
      <div className="mt-4 min-h-10 text-sm text-muted" aria-live="polite">
        {position && price !== undefined && (
          <p>
            {texts.yours} {texts.position(position.before, position.offers)}.{" "}
            {texts.served(position.served, position.jobs)}
          </p>
        )}
        {!position && <Skeleton className="h-4 w-2/3" />}
      </div>
      {suggestion !== undefined && token && (
        <p className="mt-2 text-sm text-muted">
          <Button size="small" onClick={() => onSuggest(formatAmount(suggestion, token.decimals))}>
            {texts.suggest} {formatAmount(suggestion, token.decimals)}
          </Button>{" "}
          {texts.suggestWhy}
        </p>
      )}
    </Card>
  );
}
