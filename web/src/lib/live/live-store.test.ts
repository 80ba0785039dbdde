import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLiveStore } from "./live-store.ts";

const job = `0x${"ab".repeat(32)}` as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("createLiveStore", () => {
  it("opens one line for all listeners of a page", async () => {
    const { store, sources } = setup();
    store.listen({ topics: [`job:${job}`] });
    store.listen({ topics: ["contract:market"] });
    await vi.advanceTimersByTimeAsync(100);
    expect(sources).toHaveLength(1);
    expect(decodeURIComponent(sources[0]!.url)).toBe(`http://indexer/v1/live?topics=contract:market,job:${job}`);
  });

  it("closes the old line only after the new one is open", async () => {
    const { store, sources } = setup();
    store.listen({ topics: [`job:${job}`] });
    await vi.advanceTimersByTimeAsync(100);
    sources[0]!.onopen?.();
    store.listen({ topics: ["contract:escrow"] });
    await vi.advanceTimersByTimeAsync(100);
    expect(sources).toHaveLength(2);
    expect(sources[0]!.isClosed).toBe(false);
    sources[1]!.onopen?.();
    expect(sources[0]!.isClosed).toBe(true);
  });

  it("asks for everything again when a broken line is back", async () => {
    const { store, sources } = setup();
    const onReset = vi.fn();
    store.listen({ topics: [], onReset });
    await vi.advanceTimersByTimeAsync(100);
    sources[0]!.onopen?.();
    expect(onReset).not.toHaveBeenCalled();
    sources[0]!.onerror?.();
    expect(store.state()).toBe("lost");
    sources[0]!.onopen?.();
    expect(store.state()).toBe("open");
    expect(onReset).toHaveBeenCalledOnce();
  });

  it("opens a new line after pauses that grow, where the browser gave up", async () => {
    const { store, sources } = setup();
    store.listen({ topics: [] });
    await vi.advanceTimersByTimeAsync(100);
    sources[0]!.giveUp();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sources).toHaveLength(2);
    sources[1]!.giveUp();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(sources).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(sources).toHaveLength(3);
  });

  it("tells of heads, and of reorganisations as a reset", async () => {
    const { store, sources } = setup();
    const onReset = vi.fn();
    store.listen({ topics: [], onReset });
    await vi.advanceTimersByTimeAsync(100);
    sources[0]!.say("head", { block: 7, at: 1 });
    expect(store.head()).toEqual({ block: 7, at: 1 });
    sources[0]!.say("reorg", { fromBlock: 5 });
    expect(onReset).toHaveBeenCalledOnce();
  });

  it("gives the line back when nobody listens, and in a hidden tab after a minute", async () => {
    const { store, sources, hide } = setup();
    const stop = store.listen({ topics: [] });
    await vi.advanceTimersByTimeAsync(100);
    hide(true);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(sources[0]!.isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sources[0]!.isClosed).toBe(true);
    hide(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(sources).toHaveLength(2);
    stop();
    await vi.advanceTimersByTimeAsync(100);
    expect(sources[1]!.isClosed).toBe(true);
  });
});

class FakeSource {
  readonly url: string;
  readyState = 0;
  isClosed = false;
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;
  private readonly handlers = new Map<string, (event: { data: string }) => void>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(name: string, handler: (event: { data: string }) => void): void {
    this.handlers.set(name, handler);
  }

  say(name: string, data: unknown): void {
    this.handlers.get(name)?.({ data: JSON.stringify(data) });
  }

  giveUp(): void {
    this.readyState = 2;
    this.onerror?.();
  }

  close(): void {
    this.isClosed = true;
  }
}

function setup() {
  vi.stubGlobal("EventSource", { CLOSED: 2 });
  const sources: FakeSource[] = [];
  let onVisibility = () => {};
  const document = {
    hidden: false,
    addEventListener: (_: string, handler: () => void) => {
      onVisibility = handler;
    },
  };
  const store = createLiveStore({
    indexerUrl: "http://indexer",
    open: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source as unknown as EventSource;
    },
    document: document as never,
  });
  const hide = (hidden: boolean) => {
    document.hidden = hidden;
    onVisibility();
  };
  return { store, sources, hide };
}
