import type { Pairing } from "@computehive/protocol/api/pairing";
import { unixSeconds } from "@computehive/protocol/clock";
import { createRoute } from "@hono/zod-openapi";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { RateLimitedError, requireAccount } from "../http/middleware.ts";
import { bodies, idParams, jsonAnswer, jsonBody, noContent, refusals, securedForPeople } from "../http/schemas.ts";
import { answerPairing, cancelPairing, confirmPairing, lookAtPairing, PairingUnknownError } from "./move-pairing.ts";
import { openPairing } from "./open-pairing.ts";
import { type PairingRow, stateAt } from "./pairing-rows.ts";

const MAX_BODY_BYTES = 16 * 1024;

export function registerPairingRoutes(app: GatewayApp, context: GatewayContext): void {
  const { config, clock, deployment, audience, store, limits } = context;
  const { chainId, contracts } = deployment;
  const rows = store.pairings;
  const ports = { rows, clock, stakingDomain: { chainId, address: contracts.staking } };
  const opening = {
    ...{ rows, clock, chainId, audience },
    maxOpen: config.GATEWAY_PAIRINGS,
    maxSkewSeconds: config.GATEWAY_HEARTBEAT_SKEW_SECONDS,
  };
  const bounds = { maxBytes: MAX_BODY_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };
  const describe = (row: PairingRow): Pairing => describePairing(row, unixSeconds(clock));

  app.openapi(openRoute(context), async (c) => {
    const body = await readBody(c, bodies.PairingOpen, bounds);
    return c.json(await openPairing({ caller: c.get("account"), opening: body }, opening), 200);
  });

  app.openapi(claimRoute(context), async (c) => {
    const account = c.get("account");
    const { code } = await readBody(c, bodies.PairingClaim, bounds);
    const verdict = limits.codes.take({ account, address: c.get("address") });
    if (verdict.kind === "limited") throw new RateLimitedError({ of: "account", ...verdict });
    const row = await rows.claim({ code, provider: account, now: unixSeconds(clock) });
    if (!row) throw new PairingUnknownError();
    return c.json(describe(row), 200);
  });

  app.openapi(lookRoute(context), async (c) => {
    const { id } = c.req.valid("param");
    c.header("cache-control", "no-store");
    return c.json(describe(await lookAtPairing({ id, caller: c.get("account") }, ports)), 200);
  });

  app.openapi(confirmRoute(context), async (c) => {
    const { profile } = await readBody(c, bodies.PairingConfirm, bounds);
    const { id } = c.req.valid("param");
    return c.json(describe(await confirmPairing({ id, caller: c.get("account"), profile }, ports)), 200);
  });

  app.openapi(answerRoute(context), async (c) => {
    const answer = await readBody(c, bodies.PairingAnswer, bounds);
    const { id } = c.req.valid("param");
    return c.json(describe(await answerPairing({ id, caller: c.get("account"), answer }, ports)), 200);
  });

  app.openapi(cancelRoute(context), async (c) => {
    await cancelPairing({ id: c.req.valid("param").id, caller: c.get("account") }, ports);
    return c.body(null, 204);
  });
}

function describePairing(row: PairingRow, now: number): Pairing {
  const { id, opening, expiresAt, provider, profile, nodeSignature, reason } = row;
  return {
    id,
    state: stateAt(row, now),
    opening,
    expiresAt,
    ...(provider && { provider }),
    ...(profile && { profile }),
    ...(nodeSignature && { nodeSignature }),
    ...(reason !== undefined && { reason }),
  };
}

function openRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/pairings",
    summary: "Ask for a pairing, as an agent",
    description:
      "What the agent says of its node, signed by the node key for this gateway's audience. The answer's code serves once, for ten minutes.",
    security: [{ access: [] }],
    middleware: requireAccount(context),
    request: { body: jsonBody("PairingOpen", "Signed facts of the node.") },
    responses: { 200: jsonAnswer(bodies.PairingOpened, "The code to show."), ...refusals },
  });
}

function claimRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/pairings/claim",
    summary: "Enter an agent's code, as its provider",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { body: jsonBody("PairingClaim", "The code.") },
    responses: { 200: jsonAnswer(bodies.Pairing, "What the agent says of its node."), ...refusals },
  });
}

function lookRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/pairings/{id}",
    summary: "Where a pairing stands",
    description: "For its agent and for the provider who entered its code.",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { params: idParams },
    responses: { 200: jsonAnswer(bodies.Pairing, "Since `signed` with all arguments of registerNode."), ...refusals },
  });
}

function confirmRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/pairings/{id}/confirm",
    summary: "Say what the node is to be registered as",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { params: idParams, body: jsonBody("PairingConfirm", "The node's profile.") },
    responses: { 200: jsonAnswer(bodies.Pairing, "The agent is asked."), ...refusals },
  });
}

function answerRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/pairings/{id}/answer",
    summary: "Sign the profile or refuse it, as the agent",
    security: [{ access: [] }],
    middleware: requireAccount(context),
    request: { params: idParams, body: jsonBody("PairingAnswer", "The node key's signature, or why not.") },
    responses: { 200: jsonAnswer(bodies.Pairing, "Signed or refused."), ...refusals },
  });
}

function cancelRoute(context: GatewayContext) {
  return createRoute({
    method: "delete",
    path: "/v1/pairings/{id}",
    summary: "Give a pairing up",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { params: idParams },
    responses: { ...noContent("Given up."), ...refusals },
  });
}
