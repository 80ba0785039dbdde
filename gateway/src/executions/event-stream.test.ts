import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { toEventStream } from "./event-stream.ts";
import type { LogEvent } from "./follow-log.ts";

describe("toEventStream", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("drops a reader that takes nothing for longer than its patience", async () => {
    const { reader, cut, onClose } = setup(endless());
    await reader.read();
    await reader.read();
    await vi.advanceTimersByTimeAsync(999);
    expect(cut).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(cut).toHaveBeenCalledExactlyOnceWith("slow");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("keeps a reader that waits while nothing happens", async () => {
    const { reader, cut } = setup(silent());
    await reader.read();
    void reader.read();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(cut).not.toHaveBeenCalled();
  });

  it("reads nothing ahead of its reader", async () => {
    const events = endless();
    const next = vi.spyOn(events, "next");
    const { reader } = setup(events);
    await reader.read();
    expect(next).not.toHaveBeenCalled();
    await reader.read();
    expect(next).toHaveBeenCalledOnce();
  });

  it("breaks the connection when the store fails, and never says more", async () => {
    const { reader, cut, onClose } = setup(failing());
    await reader.read();
    expect((await reader.read()).done).toBe(true);
    expect(cut).toHaveBeenCalledExactlyOnceWith("failed");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("closes once when the reader leaves", async () => {
    const { reader, onClose } = setup(endless());
    await reader.read();
    await reader.cancel();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onClose).toHaveBeenCalledOnce();
  });
});

async function* endless(): AsyncGenerator<LogEvent> {
  for (;;) yield { kind: "idle" };
}

async function* silent(): AsyncGenerator<LogEvent> {
  await new Promise(() => {});
  yield { kind: "idle" };
}

async function* failing(): AsyncGenerator<LogEvent> {
  yield await Promise.reject(new Error("secret details"));
}

function setup(events: AsyncGenerator<LogEvent>) {
  const cut = vi.fn();
  const onClose = vi.fn();
  const stream = toEventStream(events, { cut, onClose, patienceMs: 1_000 });
  return { reader: stream.getReader(), cut, onClose };
}
