import { z } from "@hono/zod-openapi";
import { GATEWAY_VERSION } from "../version.ts";
import type { GatewayApp } from "./context.ts";
import { bodies } from "./schemas.ts";

/** The OpenAPI 3.1 document of all registered routes. */
export function describeApi(app: GatewayApp, { url }: { url: string }): object {
  app.openAPIRegistry.registerComponent("securitySchemes", "access", {
    type: "apiKey",
    in: "header",
    name: "authorization",
    description:
      "`Hive <token>`: base64url of a JSON object {account, audience, issuedAt, expiresAt, signature}, the signature EIP-712.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: url.startsWith("https:") ? "__Host-hive-session" : "hive-session",
    description: "Set by `POST /v1/session`; counts only for pages of the gateway's web origins.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "`Bearer hive_…`: a key from `POST /v1/api-keys`, within its scopes.",
  });
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "ComputeHive gateway", version: GATEWAY_VERSION, license: { name: "MIT" } },
    servers: [{ url }],
  });
  return { ...document, components: { ...document.components, schemas: namedSchemas() } };
}

/**
 * Written by Zod itself rather than by the OpenAPI library, which takes exactly optional members for required ones. Of what is
 * transformed, a document describes what is sent.
 */
function namedSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id?: string | undefined }>();
  for (const [id, schema] of Object.entries(bodies)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io: "input",
    unrepresentable: "any",
    uri: (id) => `#/components/schemas/${id}`,
  });
  // A schema's own address is its place in the document.
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _address, ...described }]) => [name, described]),
  );
}
