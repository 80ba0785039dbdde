import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

/** Over https the name says to the browser that no other host and no plain connection may set the cookie. */
function nameFor(audience: string): string {
  return isSecure(audience) ? "__Host-hive-session" : "hive-session";
}

function isSecure(audience: string): boolean {
  return audience.startsWith("https:");
}

export function readSessionCookie(c: Context, audience: string): string | undefined {
  const value = getCookie(c, nameFor(audience));
  return value && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : undefined;
}

export function setSessionCookie(c: Context, audience: string, { secret, maxAge }: { secret: string; maxAge: number }) {
  setCookie(c, nameFor(audience), secret, { ...attributes(audience), maxAge });
}

export function clearSessionCookie(c: Context, audience: string): void {
  deleteCookie(c, nameFor(audience), attributes(audience));
}

function attributes(audience: string) {
  return { httpOnly: true, secure: isSecure(audience), sameSite: "Lax", path: "/" } as const;
}
