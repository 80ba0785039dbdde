"use client";

import type { IndexedEvent } from "@computehive/protocol/indexer-api/event";
import type { LiveHead } from "@computehive/protocol/indexer-api/live";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from "react";
import { useConfig } from "../config/config-context.tsx";
import { createLiveStore, type LiveState, type LiveStore } from "./live-store.ts";
import type { LiveTopic } from "./topics.ts";

const LiveContext = createContext<LiveStore | undefined>(undefined);

/** One connection to the indexer for the whole tab. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { indexerUrl } = useConfig();
  const [store] = useState(() => (typeof window === "undefined" ? SILENT : createLiveStore({ indexerUrl })));
  return <LiveContext value={store}>{children}</LiveContext>;
}

/** On the server nothing is live. */
const SILENT: LiveStore = {
  listen: () => () => {},
  state: () => "idle",
  head: () => undefined,
  subscribe: () => () => {},
};

export function useLiveStore(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error("This hook needs a LiveProvider above it.");
  return store;
}

export interface UseLiveOptions {
  /** Queries to ask again when something of the topics happened, and after a reorganisation or a broken line. */
  readonly keys?: readonly QueryKey[];
  /** Also with every block: for what depends on the chain's time. */
  readonly everyBlock?: boolean;
  /** Every single event, for lists that grow at the top. */
  readonly onEvent?: (event: IndexedEvent) => void;
}

/** A burst of events asks once. */
const BATCH_MS = 150;

/** Keeps what is shown fresh: `useLive([`job:${id}`], { keys: [jobKeys.job(id)] })`. */
export function useLive(
  topics: readonly LiveTopic[],
  { keys = [], everyBlock = false, onEvent }: UseLiveOptions,
): void {
  const store = useLiveStore();
  const queries = useQueryClient();
  const wanted = topics.join(" ");
  const refetch = useEffectEvent(() => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  });
  const tell = useEffectEvent((event: IndexedEvent) => onEvent?.(event));

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        refetch();
      }, BATCH_MS);
    };
    const stop = store.listen({
      topics: wanted === "" ? [] : (wanted.split(" ") as LiveTopic[]),
      onEvent: (event) => {
        tell(event);
        soon();
      },
      onReset: soon,
      ...(everyBlock && { onHead: soon }),
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store, wanted, everyBlock]);
}

/** How the line to the indexer is. */
export function useLiveState(): LiveState {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, store.state, () => "idle");
}

/** The newest block that the indexer told of. */
export function useLiveHead(): LiveHead | undefined {
  const store = useLiveStore();
  return useSyncExternalStore(store.subscribe, store.head, () => undefined);
}
