"use client";

import { bookResponseSchema } from "@computehive/protocol/indexer-api/book";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useIndexer } from "../../../lib/http/services.tsx";
import { useLiveState, useLiveStore } from "../../../lib/live/use-live.tsx";
import { type BookPicture, type BookStore, createBookStore, PICTURE_INTERVAL } from "../model/book-store.ts";
import type { BookScope } from "../model/changes.ts";
import { bookKeys } from "../queries.ts";

/** While the line to the indexer is broken, the book is asked for again so often. Milliseconds. */
const ASK_WHEN_LOST = 5_000;
/** Least time between two questions for the whole book, however often something in it changes. */
const ASK_AGAIN = 3_000;

/** The book of one class and unit kind: read once, then kept fresh event by event. */
export function useBook(scope: BookScope) {
  const { resourceClass, unitKind } = scope;
  const indexer = useIndexer();
  const queries = useQueryClient();
  const live = useLiveStore();
  const isLost = useLiveState() === "lost";
  const query = useQuery({
    queryKey: bookKeys.book(resourceClass, unitKind),
    queryFn: ({ signal }) =>
      indexer.get(indexerRoutes.book({ resourceClass, unitKind }), bookResponseSchema, { signal }),
    refetchInterval: isLost ? ASK_WHEN_LOST : false,
    staleTime: 0,
    structuralSharing: false,
  });
  const store = useMemo(
    () =>
      createBookStore(
        { resourceClass, unitKind },
        {
          schedule: later,
          onStale: throttled(
            () => void queries.invalidateQueries({ queryKey: bookKeys.book(resourceClass, unitKind) }),
          ),
          onSettled: throttled(() => {
            void queries.invalidateQueries({ queryKey: bookKeys.prices(resourceClass, unitKind) });
            void queries.invalidateQueries({ queryKey: bookKeys.classes });
          }),
        },
      ),
    [resourceClass, unitKind, queries],
  );

  useEffect(() => {
    const stop = live.listen({
      topics: ["contract:market", "contract:staking"],
      onEvent: store.apply,
      onHead: ({ at }) => store.tick(at),
      onReset: () => void queries.invalidateQueries({ queryKey: bookKeys.book(resourceClass, unitKind) }),
    });
    return () => {
      stop();
      store.close();
    };
  }, [live, store, queries, resourceClass, unitKind]);

  useEffect(() => {
    if (query.data) store.load(query.data);
  }, [query.data, store]);

  const picture = usePicture(store);
  return { query, picture };
}

function usePicture({ subscribe, picture }: BookStore): BookPicture {
  return useSyncExternalStore(subscribe, picture, picture);
}

function later(work: () => void): () => void {
  const timer = setTimeout(work, PICTURE_INTERVAL);
  return () => clearTimeout(timer);
}

/** Calls soon, and then not again for a while; a call in between is made up for. */
function throttled(action: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  const rest = () => {
    timer = undefined;
    if (!isWanted) return;
    isWanted = false;
    start();
  };
  const start = () => {
    timer = setTimeout(rest, ASK_AGAIN);
    action();
  };
  return () => {
    if (timer === undefined) start();
    else isWanted = true;
  };
}
