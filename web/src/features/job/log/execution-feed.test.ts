import type { LogEvent } from "@computehive/sdk/gateway/follow-logs";
import { GatewayUnreachableError } from "@computehive/sdk/gateway/gateway-errors";
import { describe, expect, it } from "vitest";
import { createExecutionFeed, type ExecutionFeed } from "./execution-feed.ts";
import { createLineCutter, MOST_LINES, printable } from "./log-lines.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const id = `0x${"3".repeat(64)}` as const;

describe("an execution's feed", () => {
  it("goes on where it was after a break, without a gap or a repetition", async () => {
    const offsets: (number | undefined)[] = [];
    const connections: LogEvent[][] = [
      [phase(1), output(0, "one\ntw")],
      [phase(1), phase(2), output(6, "o\n")],
    ];
    const feed = createExecutionFeed(id, {
      ...ports(),
      async *follow(_, { offset }) {
        offsets.push(offset);
        const events = connections.shift() ?? [];
        yield* events;
        if (connections.length > 0) throw new GatewayUnreachableError({ url: "/", cause: "cut" });
      },
    });
    await until(feed, "ended");
    const { lines, phases, size } = feed.state();
    expect(lines.map(({ text }) => text)).toEqual(["one", "two"]);
    expect(phases).toHaveLength(2);
    expect(offsets).toEqual([0, 6]);
    expect(size).toBe(8);
    expect(new TextDecoder().decode(feed.bytes())).toBe("one\ntwo\n");
  });

  it("says that the connection is lost while it is made anew", async () => {
    const seen: string[] = [];
    const ending = new AbortController();
    const feed = createExecutionFeed(id, {
      ...ports(),
      signal: ending.signal,
      schedule: (action) => action(),
      delay: async () => ending.abort(),
      // biome-ignore lint/correctness/useYield: the connection breaks before anything comes.
      async *follow() {
        throw new GatewayUnreachableError({ url: "/", cause: "down" });
      },
    });
    feed.subscribe(() => seen.push(feed.state().status));
    await new Promise<void>((resolve) => ending.signal.addEventListener("abort", () => resolve()));
    expect(seen).toContain("lost");
  });
});

describe("lines", () => {
  it("come out whole, whatever the pieces, also in the middle of a character", () => {
    const cutter = createLineCutter();
    const bytes = encode("grüße\r\nunfinished");
    for (const byte of bytes) cutter.push("stdout", new Uint8Array([byte]));
    expect(cutter.lines().map(({ text }) => text)).toEqual(["grüße", "unfinished"]);
  });

  it("of the two streams do not mix", () => {
    const cutter = createLineCutter();
    cutter.push("stdout", encode("out"));
    cutter.push("stderr", encode("err\n"));
    cutter.push("stdout", encode("put\n"));
    expect(cutter.lines().map(({ stream, text }) => `${stream} ${text}`)).toEqual(["stderr err", "stdout output"]);
  });

  it("are dropped from the front, and counted", () => {
    const cutter = createLineCutter();
    cutter.push("stdout", encode("x\n".repeat(MOST_LINES + 3)));
    expect(cutter.lines()).toHaveLength(MOST_LINES);
    expect(cutter.dropped()).toBe(3);
    expect(cutter.lines()[0]?.number).toBe(3);
  });

  it("hold nothing that a terminal would obey", () => {
    expect(printable("\u001b[31mred\u001b[0m\u0007 10%\r20%")).toBe("20%");
    expect(printable("\u001b[2Jplain")).toBe("plain");
  });
});

function ports() {
  return {
    signal: new AbortController().signal,
    schedule: (action: () => void) => queueMicrotask(action),
    delay: async () => {},
  };
}

function until(feed: ExecutionFeed, status: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => feed.state().status === status && resolve();
    feed.subscribe(look);
    look();
  });
}

function output(offset: number, text: string): LogEvent {
  return { kind: "output", offset, stream: "stdout", bytes: encode(text) };
}

function phase(at: number): LogEvent {
  return { kind: "phase", phase: { phase: "running", at } };
}
