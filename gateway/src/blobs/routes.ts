import { digestOfCid } from "@computehive/protocol/cid";
import { cidSchema } from "@computehive/protocol/cid-schema";
import { unixSeconds } from "@computehive/protocol/clock";
import { createRoute } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import { withStallTimeout } from "../http/body-stream.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, cidParams, jsonAnswer, pageQuery, refusals, secured } from "../http/schemas.ts";
import { findBlob, openBlob } from "./get-blob.ts";
import { putBlob } from "./put-blob.ts";
import { releaseBlob } from "./release-blob.ts";
import { toVerifiedStream } from "./verified-stream.ts";

const octets = { "application/octet-stream": { schema: { type: "string", format: "binary" } } } as const;

export function registerBlobRoutes(app: GatewayApp, context: GatewayContext): void {
  const { blobs, config } = context;

  app.openapi(putRoute(context), async (c) => {
    const cid = ownCid(c.req.valid("param").cid);
    const owner = c.get("account");
    const giveBack = context.limits.uploads.take(owner);
    if (!giveBack) throw new UploadsBusyError();
    try {
      const content = withStallTimeout(c.req.raw.body, { stallMs: config.GATEWAY_STALL_SECONDS * 1000 });
      const stored = await putBlob(
        { cid, owner, content, declaredBytes: declaredLength(c.req.header("content-length")) },
        blobs,
      );
      context.metrics.receivedBytes.inc(stored.size);
      return c.json(stored, 200);
    } finally {
      giveBack();
    }
  });

  app.openapi(getRoute, async (c) => {
    const cid = ownCid(c.req.valid("param").cid);
    const isHead = c.req.method === "HEAD";
    const isCurrent = c.req.header("if-none-match")?.includes(`"${cid}"`) === true;
    const { size } = await findBlob(cid, blobs);
    const headers = blobHeaders(cid, size);
    if (isCurrent) return c.body(null, 304, { etag: headers.etag, "cache-control": headers["cache-control"] });
    if (isHead) return c.body(null, 200, headers);
    const stream = await toVerifiedStream(await openBlob(cid, blobs), { cut: () => c.env.outgoing.destroy() });
    return c.body(stream, 200, headers);
  });

  app.openapi(deleteRoute(context), async (c) => {
    await releaseBlob({ cid: ownCid(c.req.valid("param").cid), owner: c.get("account") }, blobs);
    return c.body(null, 204);
  });

  app.openapi(accountRoute(context), async (c) => {
    const { after, limit } = c.req.valid("query");
    const account = c.get("account");
    const usage = await blobs.rows.usageOf(account, unixSeconds(context.clock));
    const held = await blobs.rows.listOf(account, { after, limit: limit + 1 });
    const page = held.slice(0, limit);
    const next = held.length > limit ? page.at(-1)?.cid : undefined;
    return c.json(
      {
        account,
        usedBytes: usage.bytes,
        quotaBytes: blobs.limits.quotaBytes,
        blobs: page.map(({ cid, size, keptUntil, damaged }) => ({ cid, size, expiresAt: keptUntil, damaged })),
        ...(next && { next }),
      },
      200,
    );
  });
}

function putRoute(context: GatewayContext) {
  return createRoute({
    method: "put",
    path: "/v1/blobs/{cid}",
    summary: "Store a blob",
    description:
      "The body is hashed on its way and stored only if it is what the CID names. Putting it again prolongs its time.",
    security: secured,
    middleware: requireAccount(context, "blobs"),
    request: { params: cidParams, body: { description: "The bytes.", content: octets } },
    responses: { 200: jsonAnswer(bodies.StoredBlob, "Stored durably."), ...refusals },
  });
}

const getRoute = createRoute({
  method: "get",
  path: "/v1/blobs/{cid}",
  summary: "Read a blob",
  description:
    "HEAD answers without the bytes. Bytes that turn out damaged end the connection before the promised length.",
  request: { params: cidParams },
  responses: {
    200: { description: "The bytes.", content: octets },
    304: { description: "The caller has it: a CID never changes its content." },
    ...refusals,
  },
});

function deleteRoute(context: GatewayContext) {
  return createRoute({
    method: "delete",
    path: "/v1/blobs/{cid}",
    summary: "Give up a blob",
    description: "Ends this account's hold on it. The bytes go when no account holds them.",
    security: secured,
    middleware: requireAccount(context, "blobs"),
    request: { params: cidParams },
    responses: { 204: { description: "Given up." }, ...refusals },
  });
}

function accountRoute(context: GatewayContext) {
  return createRoute({
    method: "get",
    path: "/v1/account",
    summary: "What this account holds",
    security: secured,
    middleware: requireAccount(context, "read"),
    request: { query: pageQuery(cidSchema) },
    responses: { 200: jsonAnswer(bodies.Account, "Quota and blobs, by CID."), ...refusals },
  });
}

/** @throws CidInvalidError for anything but the one form that a CID has here: it becomes a file's name. */
function ownCid(cid: string): string {
  digestOfCid(cid);
  return cid;
}

function blobHeaders(cid: string, size: number) {
  return {
    "content-type": "application/octet-stream",
    "content-length": String(size),
    "content-disposition": "attachment",
    "cache-control": "public, max-age=31536000, immutable",
    "accept-ranges": "none",
    etag: `"${cid}"`,
  };
}

function declaredLength(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

export class UploadsBusyError extends GatewayError {
  override readonly name = "UploadsBusyError";
  constructor() {
    super("Too many uploads are under way.", {
      code: "rate-limited",
      retryAfterSeconds: 2,
      hint: "Wait until one has ended.",
    });
  }
}
