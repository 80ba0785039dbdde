import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { NOTIFICATION_KINDS } from "@computehive/protocol/api/notification";
import { describe, expect, it } from "vitest";
import { notificationTexts } from "../../texts/notifications.ts";
import { hrefOf } from "./describe-notification.ts";

const source = readFileSync(new URL("../../../public/push-worker.js", import.meta.url), "utf8");
const jobId = `0x${"01".repeat(32)}` as const;
const node = "0x00000000000000000000000000000000000000aa" as const;

describe("the worker that shows pushes", () => {
  it.each(NOTIFICATION_KINDS)("says %s in the page's words and leads to the same place", async (kind) => {
    const facts = { jobId, node };
    const { shown } = await push({ notification: { id: 7, kind, at: 1, facts, read: false } });
    expect(shown).toEqual([
      {
        title: notificationTexts.titles[kind],
        tag: "7",
        icon: "/icon.svg",
        data: { path: hrefOf({ kind, facts }) },
      },
    ]);
  });

  it("shows something for every push, even one that it does not understand", async () => {
    for (const payload of [{}, { notification: { id: 1, kind: "party", facts: {} } }, "not json"]) {
      const { shown } = await push(payload);
      expect(shown).toMatchObject([{ title: "Something happened in your account" }]);
    }
  });

  it("goes on in a tab that is there, else in a new one", async () => {
    expect(await click([], "/jobs/1")).toEqual(["open https://hive.example/jobs/1"]);
    expect(await click(["https://hive.example/book"], "/jobs/1")).toEqual([
      "focus https://hive.example/book",
      "navigate https://hive.example/jobs/1",
    ]);
    const both = ["https://hive.example/book", "https://hive.example/jobs/1"];
    expect(await click(both, "/jobs/1")).toEqual(["focus https://hive.example/jobs/1"]);
  });
});

type Listener = (event: Record<string, unknown>) => void;

function load(clients: Record<string, unknown>) {
  const listeners = new Map<string, Listener>();
  const shown: Record<string, unknown>[] = [];
  const self = {
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    location: { origin: "https://hive.example" },
    clients,
    registration: {
      showNotification: async (title: string, options: object) => void shown.push({ title, ...options }),
    },
  };
  runInNewContext(source, { self, URL });
  return { listeners, shown: shown as unknown[] };
}

async function push(payload: unknown) {
  const { listeners, shown } = load({});
  const json = () => {
    if (typeof payload === "string") throw new SyntaxError("not JSON");
    return payload;
  };
  await dispatch(listeners, "push", { data: { json } });
  return { shown: JSON.parse(JSON.stringify(shown)) };
}

async function click(urls: readonly string[], path: string): Promise<string[]> {
  const did: string[] = [];
  const tabs = urls.map((url) => ({
    url,
    focus: async () => void did.push(`focus ${url}`),
    navigate: async (to: string) => void did.push(`navigate ${to}`),
  }));
  const { listeners } = load({
    matchAll: async () => tabs,
    openWindow: async (to: string) => void did.push(`open ${to}`),
  });
  await dispatch(listeners, "notificationclick", { notification: { close: () => undefined, data: { path } } });
  return did;
}

async function dispatch(listeners: Map<string, Listener>, name: string, event: Record<string, unknown>) {
  const waiting: unknown[] = [];
  listeners.get(name)?.({ ...event, waitUntil: (promise: unknown) => waiting.push(promise) });
  await Promise.all(waiting);
}
