import type { Notification } from "@computehive/protocol/api/notification";
import type { Address } from "viem";
import { wakeOrWait } from "../http/server-events.ts";
import type { Hub } from "../hub.ts";
import type { NotificationRows } from "./notification-rows.ts";

export type NotificationEvent =
  | { readonly kind: "notification"; readonly notification: Notification }
  | { readonly kind: "unread"; readonly unread: number }
  | { readonly kind: "idle" }
  | { readonly kind: "end"; readonly reason: "stopping" | "signed-out" };

export interface FollowOptions {
  readonly account: Address;
  /** Id of the last notification that the follower has; without it, it wants what is new. */
  readonly after: number | undefined;
  /** Whether the follower may still read. */
  readonly isSignedIn: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

export interface FollowPorts {
  readonly rows: NotificationRows;
  readonly hub: Hub;
  /** Between two signs of life. */
  readonly idleMs: number;
}

const PAGE = 100;
/** Another gateway on the same store wakes nobody here. */
const POLL_MS = 2_000;

/** What comes, and how many are unread, until the follower goes or is signed out. */
export async function* followNotifications(
  { account, after, isSignedIn, signal }: FollowOptions,
  { rows, hub, idleMs }: FollowPorts,
): AsyncGenerator<NotificationEvent> {
  const told = { id: after ?? (await rows.newestId(account)), unread: -1 };
  let silentMs = 0;
  while (!signal.aborted) {
    // Listening begins before reading: nothing that comes in between is missed.
    const { woken, cancel } = hub.wait(account);
    try {
      const hasMore = yield* tellNews(account, told, rows);
      const reason = await endOf(isSignedIn, hub);
      if (reason) return yield { kind: "end", reason };
      if (hasMore) continue;
      const step = Math.min(POLL_MS, idleMs);
      silentMs = (await wakeOrWait(woken, step, signal)) === "idle" ? silentMs + step : 0;
      if (silentMs >= idleMs) yield { kind: "idle" };
      silentMs %= idleMs;
    } finally {
      cancel();
    }
  }
}

async function endOf(isSignedIn: () => Promise<boolean>, hub: Hub): Promise<"stopping" | "signed-out" | undefined> {
  if (!(await isSignedIn())) return "signed-out";
  return hub.isStopped ? "stopping" : undefined;
}

/** @returns whether there is more. */
async function* tellNews(
  account: Address,
  told: { id: number; unread: number },
  rows: NotificationRows,
): AsyncGenerator<NotificationEvent, boolean> {
  const news = await rows.listAfter(account, { after: told.id, limit: PAGE });
  for (const notification of news) {
    told.id = notification.id;
    yield { kind: "notification", notification };
  }
  if (news.length === PAGE) return true;
  const unread = await rows.unread(account);
  if (unread !== told.unread) yield { kind: "unread", unread };
  told.unread = unread;
  return false;
}
