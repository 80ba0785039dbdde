import { randomUUID } from "node:crypto";
import type { ApiKeyScope } from "@computehive/protocol/api/api-key";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import { assertScope, type Identity, identify } from "../access/identify.ts";
import { GatewayError } from "../gateway-error.ts";
import { readSessionCookie } from "../sessions/cookie.ts";
import { clientAddress } from "./client-address.ts";
import type { GatewayContext, GatewayEnv } from "./context.ts";
import { assertCookieOrigin } from "./origin.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** Names the request, counts it, times it, and notes it in the log. */
export function observe({ config, metrics, logger }: GatewayContext) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const startedAt = performance.now();
    const given = c.req.header("x-request-id");
    const requestId = given && REQUEST_ID.test(given) ? given : randomUUID();
    c.set("requestId", requestId);
    c.set(
      "address",
      clientAddress({
        remote: c.env.incoming.socket.remoteAddress,
        forwardedFor: c.req.header("x-forwarded-for"),
        trustProxy: config.GATEWAY_TRUST_PROXY,
      }),
    );
    c.header("x-request-id", requestId);

    await next();

    const seconds = (performance.now() - startedAt) / 1000;
    const { method } = c.req;
    const { status } = c.res;
    // Of all the handlers that matched, the last is the route's own; a URL of no route ends at the middleware's `/*`.
    const route = routePath(c, -1);
    metrics.requests.inc({ method: KNOWN_METHODS.has(method) ? method : "other", route, status });
    metrics.duration.observe({ method: KNOWN_METHODS.has(method) ? method : "other", route }, seconds);
    logger.debug({ requestId, method, route, status, seconds }, "request");
  });
}

const KNOWN_METHODS = new Set(["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"]);

/** Nothing that the gateway serves may run, be framed, or be taken for another type. */
export const secureHeaders = createMiddleware<GatewayEnv>(async (c, next) => {
  await next();
  c.header("x-content-type-options", "nosniff");
  c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
  c.header("referrer-policy", "no-referrer");
  c.header("x-frame-options", "DENY");
  if (!c.res.headers.has("cross-origin-resource-policy")) c.header("cross-origin-resource-policy", "same-site");
});

export function limitAddresses({ limits }: GatewayContext) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const verdict = limits.addresses.take(c.get("address"));
    if (verdict.kind === "limited") throw new RateLimitedError({ of: "network address", ...verdict });
    await next();
  });
}

/**
 * Finds the account that the request acts for, by token, API key or session, and counts the request for it. A key needs `scope`;
 * without one, no key will do.
 */
export function requireAccount(context: GatewayContext, scope?: ApiKeyScope) {
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const identity = await identityOf(c, context);
    assertScope(identity, scope);
    const verdict = context.limits.accounts.take(identity.account);
    if (verdict.kind === "limited") throw new RateLimitedError({ of: "account", ...verdict });
    c.set("account", identity.account);
    c.set("identity", identity);
    await next();
  });
}

async function identityOf(c: Context<GatewayEnv>, { access, audience, config }: GatewayContext): Promise<Identity> {
  const authorization = c.req.header("authorization");
  const sessionSecret = authorization === undefined ? readSessionCookie(c, audience) : undefined;
  if (sessionSecret !== undefined) assertCookieOrigin(c, config.GATEWAY_WEB_ORIGINS);
  return identify({ authorization, sessionSecret }, access);
}

export class RateLimitedError extends GatewayError {
  override readonly name = "RateLimitedError";
  constructor({ of, retryAfterSeconds }: { of: "network address" | "account"; retryAfterSeconds: number }) {
    super(`Too many requests of this ${of}.`, {
      code: "rate-limited",
      retryAfterSeconds,
      hint: `Wait ${retryAfterSeconds} s.`,
    });
  }
}
