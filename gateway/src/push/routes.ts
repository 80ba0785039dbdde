import type { PushSubscription } from "@computehive/protocol/api/push";
import { unixSeconds } from "@computehive/protocol/clock";
import { createRoute } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, idParams, jsonAnswer, jsonBody, noContent, refusals, securedForPeople } from "../http/schemas.ts";
import { newId } from "../identifiers.ts";
import { deviceOf } from "../sessions/device.ts";
import { assertPushEndpoint } from "./endpoint.ts";
import type { PushSubscriptionRow } from "./push-rows.ts";

const MAX_BODY_BYTES = 8 * 1024;

export function registerPushRoutes(app: GatewayApp, context: GatewayContext): void {
  const { config, clock, store } = context;
  const rows = store.pushes;
  const maxPerAccount = config.GATEWAY_PUSH_SUBSCRIPTIONS_PER_ACCOUNT;

  app.openapi(keyRoute, async (c) => c.json({ publicKey: (await context.vapidKeys()).publicKey }, 200));

  app.openapi(listRoute(context), async (c) => {
    const subscriptions = await rows.listOf(c.get("account"));
    c.header("cache-control", "no-store");
    return c.json({ subscriptions: subscriptions.map(describe), limit: maxPerAccount }, 200);
  });

  app.openapi(subscribeRoute(context), async (c) => {
    const limits = { maxBytes: MAX_BODY_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };
    const { endpoint, keys } = await readBody(c, bodies.PushSubscriptionRequest, limits);
    assertPushEndpoint(endpoint, { allowLoopback: config.GATEWAY_PUSH_LOOPBACK });
    const device = deviceOf(c.req.header("user-agent"));
    const createdAt = unixSeconds(clock);
    const row = { id: newId(clock), account: c.get("account"), endpoint, ...keys, device, createdAt };
    const stored = await rows.subscribe(row, { maxPerAccount });
    if (stored === "too-many") throw new PushSubscriptionsFullError({ limit: maxPerAccount });
    return c.json(describe(stored), 200);
  });

  app.openapi(unsubscribeRoute(context), async (c) => {
    const isGone = await rows.unsubscribe(c.get("account"), c.req.valid("param").id);
    if (!isGone) throw new PushSubscriptionUnknownError();
    return c.body(null, 204);
  });
}

/** The endpoint itself is a secret of the browser: who knows it may send to it. */
function describe({ id, endpoint, device, createdAt }: PushSubscriptionRow): PushSubscription {
  return { id, service: new URL(endpoint).host, device, createdAt };
}

const keyRoute = createRoute({
  method: "get",
  path: "/v1/push/key",
  summary: "What a browser subscribes to pushes with",
  responses: { 200: jsonAnswer(bodies.PushKey, "The gateway's public VAPID key."), ...refusals },
});

function listRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/push/subscriptions",
    summary: "Browsers that get pushes for this account",
    security: securedForPeople,
    middleware: requireAccount(context),
    responses: { 200: jsonAnswer(bodies.PushSubscriptions, "Newest first."), ...refusals },
  });
}

function subscribeRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/push/subscriptions",
    summary: "Have notifications pushed to a browser",
    description: "The payload is encrypted for the browser; the same endpoint again replaces its keys.",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { body: jsonBody("PushSubscriptionRequest", "What `PushSubscription.toJSON()` says.") },
    responses: { 200: jsonAnswer(bodies.PushSubscription, "Subscribed."), ...refusals },
  });
}

function unsubscribeRoute(context: GatewayContext) {
  return createRoute({
    method: "delete",
    path: "/v1/push/subscriptions/{id}",
    summary: "Push nothing more to a browser",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { params: idParams },
    responses: { ...noContent("Unsubscribed."), ...refusals },
  });
}

export class PushSubscriptionsFullError extends GatewayError {
  override readonly name = "PushSubscriptionsFullError";
  constructor({ limit }: { limit: number }) {
    super(`This account has ${limit} subscribed browsers already.`, {
      code: "conflict",
      rule: `at most ${limit} browsers per account`,
      hint: "Unsubscribe one first.",
    });
  }
}

export class PushSubscriptionUnknownError extends GatewayError {
  override readonly name = "PushSubscriptionUnknownError";
  constructor() {
    super("This account has no such subscription.", { code: "not-found" });
  }
}
