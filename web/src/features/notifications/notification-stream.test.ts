import type { Notification } from "@computehive/protocol/api/notification";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followNotifications } from "./notification-stream.ts";

const notification: Notification = { id: 4, kind: "job-lapsed", at: 1, facts: {}, read: false };

/** What a browser's EventSource does, as far as the follower sees it. */
class Line extends EventTarget {
  readyState = 1;
  isClosed = false;
  close(): void {
    this.isClosed = true;
    this.readyState = 2;
  }
  say(event: string, data: unknown): void {
    this.dispatchEvent(
      Object.assign(new Event(event), { data: typeof data === "string" ? data : JSON.stringify(data) }),
    );
  }
  break(readyState: 0 | 2): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
}

beforeEach(() => vi.stubGlobal("EventSource", { CLOSED: 2 }));
afterEach(() => vi.unstubAllGlobals());

describe("followNotifications", () => {
  it("hands on what the gateway says, and nothing that it does not understand", () => {
    const { lines, heard } = setup();
    lines[0]?.say("notification", notification);
    lines[0]?.say("notification", { ...notification, kind: "party" });
    lines[0]?.say("notification", "not json");
    lines[0]?.say("unread", { unread: 3 });
    expect(heard).toEqual([notification, 3]);
  });

  it("leaves a broken line to the browser, and opens a refused one again, ever more rarely", () => {
    const { lines, timers, heard } = setup();
    lines[0]?.break(0);
    expect(timers).toHaveLength(0);
    lines[0]?.break(2);
    expect(timers.map(({ pause }) => pause)).toEqual([2_000]);
    timers[0]?.action();
    lines[1]?.break(2);
    expect(timers.map(({ pause }) => pause)).toEqual([2_000, 4_000]);
    timers[1]?.action();
    lines[2]?.dispatchEvent(new Event("open"));
    lines[2]?.break(2);
    expect(timers.at(-1)?.pause).toBe(2_000);
    expect(heard).toEqual([false, false, false, true, false]);
  });

  it("ends when the session does", () => {
    const { lines, timers, heard } = setup();
    lines[0]?.say("end", { reason: "stopping" });
    expect(lines[0]?.isClosed).toBe(false);
    lines[0]?.say("end", { reason: "signed-out" });
    expect(lines[0]?.isClosed).toBe(true);
    lines[0]?.break(2);
    expect(timers).toHaveLength(0);
    expect(heard).toEqual(["signed-out", false]);
  });

  it("stops when asked", () => {
    const { lines, timers, stop } = setup();
    stop();
    lines[0]?.break(2);
    expect(lines[0]?.isClosed).toBe(true);
    expect(timers).toHaveLength(0);
  });
});

function setup() {
  const lines: Line[] = [];
  const timers: { action: () => void; pause: number }[] = [];
  const heard: unknown[] = [];
  const stop = followNotifications(
    {
      onNotification: (one) => heard.push(one),
      onUnread: (unread) => heard.push(unread),
      onSignedOut: () => heard.push("signed-out"),
      onLine: (isOpen) => heard.push(isOpen),
    },
    {
      open: () => {
        const line = new Line();
        lines.push(line);
        return line as unknown as EventSource;
      },
      setTimer: (action, pause) => {
        timers.push({ action, pause });
        return 0 as unknown as ReturnType<typeof setTimeout>;
      },
    },
  );
  return { lines, timers, heard, stop };
}
