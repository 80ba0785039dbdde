import type { SavedManifest } from "@computehive/protocol/api/saved-manifest";
import { idSchema } from "@computehive/protocol/api/session";
import { unixSeconds } from "@computehive/protocol/clock";
import { MAX_MANIFEST_BYTES, parseManifest } from "@computehive/protocol/manifest";
import { createRoute } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, idParams, jsonAnswer, jsonBody, noContent, pageQuery, refusals, secured } from "../http/schemas.ts";
import { ManifestNameTakenError, saveManifest } from "./save-manifest.ts";
import type { SavedManifestRow } from "./saved-manifest-rows.ts";

/** White space and escapes may make what is sent larger than what is stored. */
const MAX_SENT_BYTES = 4 * MAX_MANIFEST_BYTES;
const PATH = "/v1/saved-manifests";

export function registerSavedManifestRoutes(app: GatewayApp, context: GatewayContext): void {
  const { config, clock, store } = context;
  const rows = store.savedManifests;
  const maxPerAccount = config.GATEWAY_SAVED_MANIFESTS_PER_ACCOUNT;
  const limits = { maxBytes: MAX_SENT_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };

  app.openapi(listRoute(context), async (c) => {
    const { after, limit } = c.req.valid("query");
    const account = c.get("account");
    const found = await rows.list(account, { after, limit: limit + 1 });
    const next = found.length > limit ? found[limit - 1]?.id : undefined;
    const page = {
      manifests: found.slice(0, limit).map(describe),
      count: await rows.count(account),
      limit: maxPerAccount,
    };
    return c.json({ ...page, ...(next && { next }) }, 200);
  });

  app.openapi(saveRoute(context), async (c) => {
    const { name, manifest: json } = await readBody(c, bodies.SaveManifest, limits);
    const row = await saveManifest({ account: c.get("account"), name, json }, { rows, clock, maxPerAccount });
    return c.json(describe(row), 200);
  });

  app.openapi(getRoute(context), async (c) => {
    const row = await rows.find(c.get("account"), c.req.valid("param").id);
    if (!row) throw new SavedManifestUnknownError();
    return c.json({ ...describe(row), manifest: parseManifest(JSON.parse(row.body)) }, 200);
  });

  app.openapi(renameRoute(context), async (c) => {
    const { name } = await readBody(c, bodies.RenameManifest, limits);
    const change = { name, now: unixSeconds(clock) };
    const result = await rows.rename(c.get("account"), c.req.valid("param").id, change);
    if (result.kind === "unknown") throw new SavedManifestUnknownError();
    if (result.kind === "name-taken") throw new ManifestNameTakenError({ name });
    return c.json(describe(result.row), 200);
  });

  app.openapi(deleteRoute(context), async (c) => {
    if (!(await rows.remove(c.get("account"), c.req.valid("param").id))) throw new SavedManifestUnknownError();
    return c.body(null, 204);
  });
}

function describe({ id, name, cid, size, createdAt, updatedAt }: SavedManifestRow): SavedManifest {
  return { id, name, cid, size, createdAt, updatedAt };
}

function listRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: PATH,
    summary: "Manifests that this account keeps",
    security: secured,
    middleware: requireAccount(context, "read"),
    request: { query: pageQuery(idSchema) },
    responses: { 200: jsonAnswer(bodies.SavedManifests, "Newest first."), ...refusals },
  });
}

function saveRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: PATH,
    summary: "Keep a manifest under a name",
    description:
      "Checked like `POST /v1/manifests`, except that its blobs need not be stored here. For the account alone.",
    security: secured,
    middleware: requireAccount(context, "manifests"),
    request: { body: jsonBody("SaveManifest", "Name and manifest.") },
    responses: { 200: jsonAnswer(bodies.SavedManifest, "Kept."), ...refusals },
  });
}

function getRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: `${PATH}/{id}`,
    summary: "One kept manifest",
    security: secured,
    middleware: requireAccount(context, "read"),
    request: { params: idParams },
    responses: { 200: jsonAnswer(bodies.SavedManifestWhole, "With the manifest."), ...refusals },
  });
}

function renameRoute(context: GatewayContext) {
  return createRoute({
    method: "patch",
    path: `${PATH}/{id}`,
    summary: "Rename a kept manifest",
    security: secured,
    middleware: requireAccount(context, "manifests"),
    request: { params: idParams, body: jsonBody("RenameManifest", "The new name.") },
    responses: { 200: jsonAnswer(bodies.SavedManifest, "Renamed."), ...refusals },
  });
}

function deleteRoute(context: GatewayContext) {
  return createRoute({
    method: "delete",
    path: `${PATH}/{id}`,
    summary: "Forget a kept manifest",
    security: secured,
    middleware: requireAccount(context, "manifests"),
    request: { params: idParams },
    responses: { ...noContent("Forgotten."), ...refusals },
  });
}

export class SavedManifestUnknownError extends GatewayError {
  override readonly name = "SavedManifestUnknownError";
  constructor() {
    super("This account keeps no such manifest.", { code: "not-found" });
  }
}
