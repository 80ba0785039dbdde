import type { NotificationEventName } from "@computehive/protocol/api/notification";
import { unixSeconds } from "@computehive/protocol/clock";
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { StreamsBusyError } from "../executions/log-routes.ts";
import type { GatewayApp, GatewayContext, GatewayEnv } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, jsonAnswer, jsonBody, refusals, secured } from "../http/schemas.ts";
import { EVENT_STREAM_HEADERS, formatServerEvent, KEEP_ALIVE, toServerEvents } from "../http/server-events.ts";
import { followNotifications, type NotificationEvent } from "./follow-notifications.ts";

const MAX_BODY_BYTES = 16 * 1024;
const idSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export function registerNotificationRoutes(app: GatewayApp, context: GatewayContext): void {
  const { config, store, accountHub } = context;
  const rows = store.notifications;
  const bounds = { maxBytes: MAX_BODY_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };

  app.openapi(listRoute(context), async (c) => {
    const { before, limit, unread } = c.req.valid("query");
    const account = c.get("account");
    const found = await rows.list(account, { before, unread: unread === "true", limit: limit + 1 });
    const notifications = found.slice(0, limit);
    const next = found.length > limit ? notifications.at(-1)?.id : undefined;
    c.header("cache-control", "no-store");
    return c.json({ notifications, ...(next !== undefined && { next }), unread: await rows.unread(account) }, 200);
  });

  app.openapi(readRoute(context), async (c) => {
    const which = await readBody(c, bodies.MarkRead, bounds);
    const unread = await rows.markRead(c.get("account"), which);
    accountHub.notify(c.get("account"));
    return c.json({ unread }, 200);
  });

  app.openapi(preferencesRoute(context), async (c) => {
    c.header("cache-control", "no-store");
    return c.json(await rows.preferences(c.get("account")), 200);
  });

  app.openapi(setPreferencesRoute(context), async (c) => {
    const wish = await readBody(c, bodies.NotificationPreferences, bounds);
    await rows.setPreferences(c.get("account"), wish);
    return c.json(wish, 200);
  });

  app.openapi(streamRoute(context), (c) => {
    const resumed = idSchema.safeParse(c.req.header("last-event-id"));
    const stream = openStream(c, context, resumed.success ? resumed.data : undefined);
    return c.body(stream, 200, EVENT_STREAM_HEADERS);
  });
}

function openStream(c: Context<GatewayEnv>, context: GatewayContext, after: number | undefined) {
  const { config, store, accountHub: hub, limits, metrics } = context;
  const giveBack = limits.streams.take(c.get("address"));
  if (!giveBack) throw new StreamsBusyError();
  const abort = new AbortController();
  const events = followNotifications(
    { account: c.get("account"), after, isSignedIn: signedInCheck(c, context), signal: abort.signal },
    { rows: store.notifications, hub, idleMs: config.GATEWAY_STREAM_IDLE_SECONDS * 1000 },
  );
  metrics.streams.inc();
  return toServerEvents(events, {
    format,
    patienceMs: config.GATEWAY_STREAM_PATIENCE_SECONDS * 1000,
    cut: (reason) => {
      if (reason === "slow") metrics.slowReaders.inc();
      c.env.outgoing.destroy();
    },
    onClose: () => {
      abort.abort();
      metrics.streams.dec();
      giveBack();
    },
  });
}

/** A stream that was opened by a session ends with it. */
function signedInCheck(c: Context<GatewayEnv>, { store, clock }: GatewayContext): () => Promise<boolean> {
  const identity = c.get("identity");
  if (identity.kind !== "session") return async () => true;
  return async () => {
    const sessions = await store.sessions.listOf(identity.account, unixSeconds(clock));
    return sessions.some(({ id }) => id === identity.session.id);
  };
}

function format(event: NotificationEvent): string {
  const say = (name: NotificationEventName, data: object, id?: number) => formatServerEvent(name, data, id);
  switch (event.kind) {
    case "notification":
      return say("notification", event.notification, event.notification.id);
    case "unread":
      return say("unread", { unread: event.unread });
    case "end":
      return say("end", { reason: event.reason });
    case "idle":
      return KEEP_ALIVE;
  }
}

const listQuery = z.object({
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  unread: z.enum(["true", "false"]).default("false"),
});

function listRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/notifications",
    summary: "What this account was told",
    description: "Newest first. Accounts are told from their first sign-in on.",
    security: secured,
    middleware: requireAccount(context, "read"),
    request: { query: listQuery },
    responses: { 200: jsonAnswer(bodies.Notifications, "A page."), ...refusals },
  });
}

function readRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/notifications/read",
    summary: "Mark notifications as read",
    security: secured,
    middleware: requireAccount(context, "notifications"),
    request: { body: jsonBody("MarkRead", "Some, or all up to one.") },
    responses: { 200: jsonAnswer(bodies.Unread, "How many are left unread."), ...refusals },
  });
}

function preferencesRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/notifications/preferences",
    summary: "What this account wants to be told",
    security: secured,
    middleware: requireAccount(context, "read"),
    responses: { 200: jsonAnswer(bodies.NotificationPreferences, "By kind."), ...refusals },
  });
}

function setPreferencesRoute(context: GatewayContext) {
  return createRoute({
    method: "put",
    path: "/v1/notifications/preferences",
    summary: "Choose what to be told",
    security: secured,
    middleware: requireAccount(context, "notifications"),
    request: { body: jsonBody("NotificationPreferences", "Every kind.") },
    responses: { 200: jsonAnswer(bodies.NotificationPreferences, "As stored."), ...refusals },
  });
}

function streamRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/notifications/stream",
    summary: "Follow notifications",
    description: [
      "Server-sent events: `notification` (its id is what `last-event-id` goes on from), `unread` at the beginning and whenever",
      "the count changes, and `end` with a reason (`stopping` or `signed-out`).",
    ].join(" "),
    security: secured,
    middleware: requireAccount(context, "read"),
    responses: {
      200: { description: "Events as they come.", content: { "text/event-stream": { schema: { type: "string" } } } },
      ...refusals,
    },
  });
}
