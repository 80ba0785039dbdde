import { MAX_MANIFEST_BYTES } from "@computehive/protocol/manifest";
import { createRoute } from "@hono/zod-openapi";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readJson } from "../http/json-body.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, jsonAnswer, jsonBody, refusals, secured } from "../http/schemas.ts";
import { putManifest } from "./put-manifest.ts";

/** White space and escapes may make what is sent larger than what is stored. */
const MAX_SENT_BYTES = 4 * MAX_MANIFEST_BYTES;

export function registerManifestRoutes(app: GatewayApp, context: GatewayContext): void {
  app.openapi(
    createRoute({
      method: "post",
      path: "/v1/manifests",
      summary: "Check and store a manifest",
      description:
        "Refuses unknown fields and what looks like a secret, and names each broken rule. All blobs it names must be stored here.",
      security: secured,
      middleware: requireAccount(context, "manifests"),
      request: { body: jsonBody("Manifest", "The manifest.") },
      responses: {
        200: jsonAnswer(bodies.StoredBlob, "Stored: its CID's digest is the order's manifestHash."),
        ...refusals,
      },
    }),
    async (c) => {
      // The protocol's own parser names every field that is wrong.
      const json = await readJson(c, {
        maxBytes: MAX_SENT_BYTES,
        stallMs: context.config.GATEWAY_STALL_SECONDS * 1000,
      });
      return c.json(await putManifest({ json, owner: c.get("account") }, context.blobs), 200);
    },
  );
}
