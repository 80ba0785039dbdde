import { type IndexedEvent, indexedEventSchema } from "@computehive/protocol/indexer-api/event";
import { type LiveHead, liveHeadSchema, liveReorgSchema } from "@computehive/protocol/indexer-api/live";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import type { z } from "zod";
import { type LiveTopic, matchesTopic, topicsQuery } from "./topics.ts";

/** `idle`: nobody listens, or the tab is hidden. `lost`: the line broke and is being tried again. */
export type LiveState = "idle" | "connecting" | "open" | "lost";

export interface LiveListener {
  readonly topics: readonly LiveTopic[];
  /** An event of one of the topics is in the indexer's tables. */
  readonly onEvent?: ((event: IndexedEvent) => void) | undefined;
  /** A block is in the tables. */
  readonly onHead?: ((head: LiveHead) => void) | undefined;
  /** What was shown may be wrong or incomplete: a reorganisation, or the line was broken for a while. */
  readonly onReset?: (() => void) | undefined;
}

/** Puts the tab's one connection to the indexer behind a list of listeners. */
export interface LiveStore {
  listen(listener: LiveListener): () => void;
  state(): LiveState;
  head(): LiveHead | undefined;
  /** For `useSyncExternalStore`: called when state or head change. */
  subscribe(onChange: () => void): () => void;
}

export interface LiveStorePorts {
  readonly indexerUrl: string;
  readonly open?: (url: string) => EventSource;
  readonly document?: Pick<Document, "hidden" | "addEventListener">;
}

/** Several parts of a page appear together: one connection for all. */
const SETTLE_MS = 50;
const HIDDEN_MS = 60_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export function createLiveStore({
  indexerUrl,
  open = (url) => new EventSource(url),
  document = globalThis.document,
}: LiveStorePorts): LiveStore {
  const listeners = new Set<LiveListener>();
  const watchers = new Set<() => void>();
  let state: LiveState = "idle";
  let head: LiveHead | undefined;
  let source: EventSource | undefined;
  let asked: string | undefined;
  let wasOpen = false;
  let failures = 0;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;

  const setState = (next: LiveState) => {
    if (state === next) return;
    state = next;
    for (const watcher of watchers) watcher();
  };

  const reset = () => {
    for (const { onReset } of listeners) onReset?.();
  };

  const close = (next: LiveState) => {
    clearTimeout(retrying);
    source?.close();
    source = undefined;
    asked = undefined;
    setState(next);
  };

  const onOpen = () => {
    failures = 0;
    setState("open");
    // What happened while nobody listened is asked for again.
    if (wasOpen) reset();
    wasOpen = true;
  };

  const onError = (from: EventSource) => {
    if (from !== source) return;
    setState("lost");
    // The browser tries again by itself unless the server answered with something else than a stream.
    if (from.readyState !== EventSource.CLOSED) return;
    const pause = Math.min(FIRST_RETRY_MS * 2 ** failures++, LONGEST_RETRY_MS);
    clearTimeout(retrying);
    retrying = setTimeout(() => connect(), pause);
  };

  const onHead = (found: LiveHead) => {
    head = found;
    for (const watcher of watchers) watcher();
    for (const listener of listeners) listener.onHead?.(found);
  };

  const onEvent = (event: IndexedEvent) => {
    for (const { topics, onEvent: tell } of listeners) {
      if (tell && topics.some((topic) => matchesTopic(topic, event))) tell(event);
    }
  };

  const connect = () => {
    const topics = topicsQuery([...listeners].flatMap((listener) => listener.topics));
    const path = indexerRoutes.live(topics === "" ? {} : { topics });
    const before = source;
    const fresh = open(indexerUrl + path);
    source = fresh;
    asked = topics;
    if (state !== "lost") setState(before ? state : "connecting");
    fresh.onopen = () => {
      // Only now, so that nothing falls between the two lines.
      before?.close();
      if (fresh === source) onOpen();
    };
    fresh.onerror = () => {
      before?.close();
      onError(fresh);
    };
    on(fresh, "head", liveHeadSchema, onHead);
    on(fresh, "event", indexedEventSchema, onEvent);
    on(fresh, "reorg", liveReorgSchema, reset);
    fresh.addEventListener("reset", reset);
  };

  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      if (listeners.size === 0) return close("idle");
      const wanted = topicsQuery([...listeners].flatMap((listener) => listener.topics));
      if (wanted !== asked && !document.hidden) connect();
    }, SETTLE_MS);
  };

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    // Browsers allow six lines to one server over all tabs: a tab in the background gives its own back.
    if (document.hidden) hiding = setTimeout(() => close("idle"), HIDDEN_MS);
    else settle();
  });

  return {
    listen(listener) {
      listeners.add(listener);
      settle();
      return () => {
        listeners.delete(listener);
        settle();
      };
    },
    state: () => state,
    head: () => head,
    subscribe(onChange) {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
  };
}

function on<T>(source: EventSource, name: string, schema: z.ZodType<T, unknown>, handle: (value: T) => void): void {
  source.addEventListener(name, ({ data }: MessageEvent<string>) => {
    const parsed = schema.safeParse(JSON.parse(data));
    if (parsed.success) handle(parsed.data);
  });
}
