"use client";

import { type IndexedProvider, providersResponseSchema } from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Address } from "../../components/address.tsx";
import { Amount } from "../../components/amount.tsx";
import { Count } from "../../components/quantity.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { Time } from "../../components/time.tsx";
import { useIndexer } from "../../lib/http/services.tsx";
import { useLive } from "../../lib/live/use-live.tsx";
import { providerTexts as texts } from "../../texts/profiles.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Page } from "../../ui/page.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { providerKeys } from "./queries.ts";

/** Everybody who provides compute, the newest first. */
export function ProviderListPage() {
  const indexer = useIndexer();
  const query = useInfiniteQuery({
    queryKey: providerKeys.list,
    queryFn: ({ pageParam, signal }) =>
      indexer.get(indexerRoutes.providers(pageParam === "" ? {} : { cursor: pageParam }), providersResponseSchema, {
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
  useLive(["contract:staking"], { keys: [providerKeys.list] });
  const rows = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Page title={texts.listTitle} lead={texts.listLead}>
      {query.isError && !rows ? (
        <QueryError query={query} />
      ) : (
        <Card isFlush>
          <Table
            caption={texts.caption}
            columns={COLUMNS}
            rows={rows}
            rowKey={({ provider }) => provider}
            empty={
              <EmptyState title={texts.empty} action={<ButtonLink href="/provide">{texts.emptyAction}</ButtonLink>}>
                {texts.emptyWhy}
              </EmptyState>
            }
          />
          {rows && rows.length > 0 && (
            <LoadMore
              hasMore={query.hasNextPage}
              isLoading={query.isFetchingNextPage}
              onLoad={() => void query.fetchNextPage()}
              shown={texts.shown(rows.length)}
            />
          )}
        </Card>
      )}
    </Page>
  );
}

const COLUMNS: readonly Column<IndexedProvider>[] = [
  {
    key: "provider",
    header: texts.columns.provider,
    cell: ({ provider }) => <Address value={provider} href={`/providers/${provider}`} withCopy={false} />,
  },
  {
    key: "stake",
    header: texts.columns.stake,
    isNumeric: true,
    cell: ({ active }) => <Amount value={active} decimals={2} />,
  },
  {
    key: "free",
    header: texts.columns.free,
    isNumeric: true,
    cell: ({ active, exposure }) => <Amount value={active - exposure} decimals={2} />,
  },
  { key: "nodes", header: texts.columns.nodes, isNumeric: true, cell: ({ nodes }) => <Count value={nodes} /> },
  {
    key: "offers",
    header: texts.columns.offers,
    isNumeric: true,
    cell: ({ openOffers }) => <Count value={openOffers} />,
  },
  {
    key: "settled",
    header: texts.columns.settled,
    isNumeric: true,
    cell: ({ record }) => ended(record.settled, record),
  },
  {
    key: "failed",
    header: texts.columns.failed,
    isNumeric: true,
    cell: ({ record }) => ended(record.declined + record.expired + record.lost, record),
  },
  { key: "since", header: texts.columns.since, isSecondary: true, cell: ({ since }) => <Time value={since.at} /> },
];

function ended(part: number, { claimed, live }: IndexedProvider["record"]): string {
  return texts.ofEnded(part, claimed - live);
}
