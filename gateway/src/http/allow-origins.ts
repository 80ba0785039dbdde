import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { GatewayContext, GatewayEnv } from "./context.ts";

const READ_HEADERS = "etag, expected-offset, link, retry-after, x-request-id";
const ASK_HEADERS = "authorization, content-type, last-event-id, x-request-id";
const METHODS = "GET, HEAD, PUT, POST, PATCH, DELETE";
const PREFLIGHT_SECONDS = 600;

/** What a page of an origin may do here. */
type Trust = "session" | "reader" | "none";

/**
 * What pages of other origins may do. Those of the operator's web origins may use the visitor's session; those of the allowed
 * origins only what needs none: without the session a page has no more than any program has.
 */
export function allowOrigins({ config }: GatewayContext) {
  const isForAll = config.GATEWAY_ALLOWED_ORIGINS.includes("*");
  const trustOf = (origin: string): Trust => {
    if (origin === "") return "none";
    if (config.GATEWAY_WEB_ORIGINS.includes(origin)) return "session";
    return isForAll || config.GATEWAY_ALLOWED_ORIGINS.includes(origin) ? "reader" : "none";
  };

  return createMiddleware<GatewayEnv>(async (c, next) => {
    const origin = c.req.header("origin") ?? "";
    const trust = trustOf(origin);
    c.header("vary", "origin");
    if (trust !== "none") share(c, { trust, name: trust === "reader" && isForAll ? "*" : origin });
    return isPreflight(c) ? answerPreflight(c, trust) : next();
  });
}

function share(c: Context, { trust, name }: { trust: Trust; name: string }): void {
  c.header("access-control-allow-origin", name);
  if (trust === "session") c.header("access-control-allow-credentials", "true");
  c.header("access-control-expose-headers", READ_HEADERS);
  c.header("cross-origin-resource-policy", "cross-origin");
}

function isPreflight(c: Context): boolean {
  return c.req.method === "OPTIONS" && c.req.header("access-control-request-method") !== undefined;
}

function answerPreflight(c: Context, trust: Trust): Response {
  if (trust !== "none") {
    c.header("access-control-allow-methods", METHODS);
    c.header("access-control-allow-headers", ASK_HEADERS);
    c.header("access-control-max-age", String(PREFLIGHT_SECONDS));
  }
  return c.body(null, 204);
}
