import type { ApiKey } from "@computehive/protocol/api/api-key";
import { createRoute } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, idParams, jsonAnswer, jsonBody, noContent, refusals, securedForPeople } from "../http/schemas.ts";
import type { ApiKeyRow } from "./api-key-rows.ts";
import { createKey } from "./create-key.ts";

const MAX_REQUEST_BYTES = 4 * 1024;

/** Keys are made and revoked by people: no key opens these routes. */
export function registerApiKeyRoutes(app: GatewayApp, context: GatewayContext): void {
  const { config, clock, store } = context;
  const maxPerAccount = config.GATEWAY_API_KEYS_PER_ACCOUNT;

  app.openapi(listRoute(context), async (c) => {
    const keys = await store.apiKeys.listOf(c.get("account"));
    c.header("cache-control", "no-store");
    return c.json({ keys: keys.map(toKey), limit: maxPerAccount }, 200);
  });

  app.openapi(createKeyRoute(context), async (c) => {
    const limits = { maxBytes: MAX_REQUEST_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };
    const request = await readBody(c, bodies.ApiKeyRequest, limits);
    const ports = { apiKeys: store.apiKeys, clock, maxPerAccount };
    const { key, secret } = await createKey({ account: c.get("account"), request }, ports);
    c.header("cache-control", "no-store");
    return c.json({ key: toKey(key), secret }, 200);
  });

  app.openapi(revokeRoute(context), async (c) => {
    if (!(await store.apiKeys.revoke(c.get("account"), c.req.valid("param").id))) throw new ApiKeyUnknownError();
    return c.body(null, 204);
  });
}

function toKey({ id, name, prefix, scopes, createdAt, lastUsedAt, expiresAt }: ApiKeyRow): ApiKey {
  return {
    id,
    name,
    prefix,
    scopes: [...scopes],
    createdAt,
    ...(lastUsedAt !== undefined && { lastUsedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

function listRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/api-keys",
    summary: "This account's API keys",
    security: securedForPeople,
    middleware: requireAccount(context),
    responses: { 200: jsonAnswer(bodies.ApiKeys, "Newest first, without their secrets."), ...refusals },
  });
}

function createKeyRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/api-keys",
    summary: "Create an API key",
    description: "The secret is in this answer and nowhere else. A key cannot create keys.",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { body: jsonBody("ApiKeyRequest", "Name, scopes, and perhaps an end.") },
    responses: { 200: jsonAnswer(bodies.ApiKeyCreated, "The key and its secret."), ...refusals },
  });
}

function revokeRoute(context: GatewayContext) {
  return createRoute({
    method: "delete",
    path: "/v1/api-keys/{id}",
    summary: "Revoke an API key",
    security: securedForPeople,
    middleware: requireAccount(context),
    request: { params: idParams },
    responses: { ...noContent("Revoked: its next request is refused."), ...refusals },
  });
}

export class ApiKeyUnknownError extends GatewayError {
  override readonly name = "ApiKeyUnknownError";
  constructor() {
    super("This account has no such API key.", { code: "not-found" });
  }
}
