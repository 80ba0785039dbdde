import type { Session } from "@computehive/protocol/api/session";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Identity } from "../access/identify.ts";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext, GatewayEnv } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { RateLimitedError, requireAccount } from "../http/middleware.ts";
import { assertCookieOrigin, webOriginOf } from "../http/origin.ts";
import { bodies, idParams, jsonAnswer, jsonBody, noContent, refusals, securedForPeople } from "../http/schemas.ts";
import { hashOfSecret } from "../identifiers.ts";
import { clearSessionCookie, readSessionCookie, setSessionCookie } from "./cookie.ts";
import { deviceOf } from "./device.ts";
import type { SessionRow, SessionRows } from "./session-rows.ts";
import { issueNonce, type SignInPorts, signIn } from "./sign-in.ts";

const MAX_SIGN_IN_BYTES = 16 * 1024;

export function registerSessionRoutes(app: GatewayApp, context: GatewayContext): void {
  const { config, clock, audience, store } = context;
  const { sessions } = store;
  const ports: SignInPorts = {
    sessions,
    chain: context.chain,
    clock,
    chainId: context.deployment.chainId,
    audience,
    sessionSeconds: config.GATEWAY_SESSION_SECONDS,
    maxPerAccount: config.GATEWAY_SESSIONS_PER_ACCOUNT,
  };

  app.openapi(nonceRoute, async (c) => {
    webOriginOf(c, config.GATEWAY_WEB_ORIGINS);
    countSignIn(c, context);
    c.header("cache-control", "no-store");
    return c.json(await issueNonce(ports), 200);
  });

  app.openapi(signInRoute, async (c) => {
    const origin = webOriginOf(c, config.GATEWAY_WEB_ORIGINS);
    countSignIn(c, context);
    const limits = { maxBytes: MAX_SIGN_IN_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };
    const request = await readBody(c, bodies.SignIn, limits);
    const device = deviceOf(c.req.header("user-agent"));
    const { session, secret } = await signIn(request, { origin, device }, ports);
    setSessionCookie(c, audience, { secret, maxAge: config.GATEWAY_SESSION_SECONDS });
    c.header("cache-control", "no-store");
    return c.json({ session: { ...session, current: true } }, 200);
  });

  app.openapi(whoRoute, async (c) => {
    c.header("cache-control", "no-store");
    const session = await sessionOf(c, context);
    return c.json(session ? { session: { ...session, current: true } } : {}, 200);
  });

  app.openapi(signOutRoute, async (c) => {
    const session = await sessionOf(c, context);
    if (session) await sessions.end(session.account, session.id);
    clearSessionCookie(c, audience);
    return c.body(null, 204);
  });

  app.openapi(listRoute(context), async (c) => {
    c.header("cache-control", "no-store");
    return c.json({ sessions: await listSessions(c.get("identity"), { sessions, clock }) }, 200);
  });

  app.openapi(endRoute(context), async (c) => {
    const { id } = c.req.valid("param");
    if (!(await sessions.end(c.get("account"), id))) throw new SessionUnknownError();
    if (isCurrent(c.get("identity"), id)) clearSessionCookie(c, audience);
    return c.body(null, 204);
  });

  app.openapi(endAllRoute(context), async (c) => {
    await sessions.endAll(c.get("account"));
    clearSessionCookie(c, audience);
    return c.body(null, 204);
  });
}

function countSignIn(c: Context<GatewayEnv>, { limits }: GatewayContext): void {
  const verdict = limits.signIns.take(c.get("address"));
  if (verdict.kind === "limited") throw new RateLimitedError({ of: "network address", ...verdict });
}

/** The session of the request's cookie; to be signed out is no error here. */
async function sessionOf(
  c: Context<GatewayEnv>,
  { audience, config, store, clock }: GatewayContext,
): Promise<SessionRow | undefined> {
  const secret = readSessionCookie(c, audience);
  if (secret === undefined) return undefined;
  assertCookieOrigin(c, config.GATEWAY_WEB_ORIGINS);
  return store.sessions.find(hashOfSecret(secret), unixSeconds(clock));
}

async function listSessions(
  identity: Identity,
  { sessions, clock }: { sessions: SessionRows; clock: Clock },
): Promise<Session[]> {
  const rows = await sessions.listOf(identity.account, unixSeconds(clock));
  return rows.map((row) => ({ ...row, current: isCurrent(identity, row.id) }));
}

function isCurrent(identity: Identity, id: string): boolean {
  return identity.kind === "session" && identity.session.id === id;
}

const nonceRoute = createRoute({
  method: "post",
  path: "/v1/session/nonce",
  summary: "Begin to sign in",
  description: "A nonce for one sign-in within five minutes. For pages of the gateway's web origins.",
  responses: { 200: jsonAnswer(bodies.Nonce, "The nonce."), ...refusals },
});

const signInRoute = createRoute({
  method: "post",
  path: "/v1/session",
  summary: "Sign in with Ethereum",
  description: [
    "An EIP-4361 message with the page's origin as domain, scheme and uri, this gateway's chain, a fresh nonce, an expiration",
    "time, and this gateway's audience among the resources; signed by the account's key, or by its contract (EIP-1271).",
  ].join(" "),
  request: { body: jsonBody("SignIn", "Message and signature.") },
  responses: { 200: jsonAnswer(bodies.Session, "Signed in: the cookie is set."), ...refusals },
});

const whoRoute = createRoute({
  method: "get",
  path: "/v1/session",
  summary: "Who is signed in",
  responses: { 200: jsonAnswer(bodies.Session, "Without `session`, nobody."), ...refusals },
});

const signOutRoute = createRoute({
  method: "delete",
  path: "/v1/session",
  summary: "Sign out",
  responses: { ...noContent("Signed out."), ...refusals },
});

function listRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/sessions",
    summary: "All sessions of this account",
    security: securedForPeople,
    middleware: requireAccount(context),
    responses: { 200: jsonAnswer(bodies.Sessions, "Newest first."), ...refusals },
  });
}

function endRoute(context: GatewayContext) {
  return createRoute({
    method: "delete",
    path: "/v1/sessions/{id}",
    summary: "End one session",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { params: idParams },
    responses: { ...noContent("Ended."), ...refusals },
  });
}

function endAllRoute(context: GatewayContext) {
  return createRoute({
    method: "delete",
    path: "/v1/sessions",
    summary: "Sign out everywhere",
    security: securedForPeople,
    middleware: requireAccount(context),
    responses: { ...noContent("All sessions have ended."), ...refusals },
  });
}

export class SessionUnknownError extends GatewayError {
  override readonly name = "SessionUnknownError";
  constructor() {
    super("This account has no such session.", { code: "not-found" });
  }
}
