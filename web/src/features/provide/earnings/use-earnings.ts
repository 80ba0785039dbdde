"use client";

import type { IndexedExecution } from "@computehive/protocol/indexer-api/execution";
import { useEffect, useMemo } from "react";
import type { Address } from "viem";
import { rowsOf } from "../queries.ts";
import { useExecutions } from "../work/use-executions.ts";
import type { Payment } from "./earnings-series.ts";

/** An execution that paid its payee. */
export interface Earning {
  readonly execution: IndexedExecution;
  readonly at: number;
  readonly amount: bigint;
  readonly units: bigint;
}

const PAGE = 200;
/** So many pages are read for the chart without being asked for. */
const EAGER_PAGES = 5;

export function earningOf(execution: IndexedExecution): Earning[] {
  const { settlement } = execution;
  if (!settlement || settlement.amount === 0n) return [];
  return [{ execution, at: settlement.settled.at, amount: settlement.amount, units: settlement.units }];
}

/** What a provider's nodes earned, newest first; the first thousand executions are read at once. */
export function useEarnings(provider: Address) {
  const query = useExecutions(provider, { state: "settled", limit: PAGE });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const pages = data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && pages > 0 && pages < EAGER_PAGES) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, pages]);
  const earnings = useMemo(() => rowsOf(data)?.flatMap(earningOf), [data]);
  const payments = useMemo(
    (): Payment[] | undefined => earnings?.map(({ at, amount }) => ({ at, amount })),
    [earnings],
  );
  return { query, earnings, payments };
}
