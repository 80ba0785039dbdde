"use client";

import { useExplain } from "../lib/errors/use-explain.ts";
import { ErrorState } from "../ui/error-state.tsx";

export interface QueryErrorProps {
  /** Of TanStack Query: what failed, and how to ask again. */
  readonly query: { readonly error: unknown; readonly isFetching: boolean; refetch(): unknown };
}

/** The failed state of anything that was asked for. */
export function QueryError({ query: { error, isFetching, refetch } }: QueryErrorProps) {
  const { what, advice, detail } = useExplain()(error);
  return (
    <ErrorState what={what} advice={advice} detail={detail} isRetrying={isFetching} onRetry={() => void refetch()} />
  );
}
