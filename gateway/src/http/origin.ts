import type { Context } from "hono";
import { GatewayError } from "../gateway-error.ts";

/** The page that a request comes from, if its origin is one of `origins`. @throws OriginRefusedError */
export function webOriginOf(c: Context, origins: readonly string[]): string {
  const origin = c.req.header("origin");
  if (origin === undefined || !origins.includes(origin)) throw new OriginRefusedError();
  return origin;
}

/**
 * Keeps other pages from using a visitor's cookie. A browser states the origin of every request that can change something and of
 * every one that goes to another origin; what carries none is a page of this very origin that only reads.
 *
 * @throws OriginRefusedError
 */
export function assertCookieOrigin(c: Context, origins: readonly string[]): void {
  const isReading = c.req.method === "GET" || c.req.method === "HEAD";
  if (isReading && c.req.header("origin") === undefined) return;
  webOriginOf(c, origins);
}

export class OriginRefusedError extends GatewayError {
  override readonly name = "OriginRefusedError";
  constructor() {
    super("Pages of this origin may not use sessions here.", {
      code: "forbidden",
      field: "origin",
      rule: "must be one of the gateway's web origins",
      hint: "The gateway's operator lists them in GATEWAY_WEB_ORIGINS.",
    });
  }
}
