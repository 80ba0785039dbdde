import { createRoute, z } from "@hono/zod-openapi";
import { GATEWAY_VERSION } from "../version.ts";
import type { GatewayApp, GatewayContext } from "./context.ts";
import { checkHealth } from "./health.ts";
import { describeApi } from "./openapi.ts";
import { bodies, jsonAnswer, refusals } from "./schemas.ts";

/** What the gateway says of itself. */
export function registerServiceRoutes(app: GatewayApp, context: GatewayContext): void {
  const { carrier, config, deployment, audience, metrics } = context;

  app.openapi(infoRoute, (c) =>
    c.json(
      {
        name: config.GATEWAY_NAME,
        version: GATEWAY_VERSION,
        chainId: deployment.chainId,
        audience,
        contracts: deployment.contracts,
        limits: {
          blobBytes: config.GATEWAY_BLOB_BYTES,
          quotaBytes: config.GATEWAY_QUOTA_BYTES,
          retentionSeconds: config.GATEWAY_RETENTION_SECONDS,
          accessSeconds: config.GATEWAY_ACCESS_SECONDS,
        },
        ...(carrier && {
          carrier: { address: carrier.address, withdrawalFee: carrier.withdrawalFee.toString() },
        }),
      },
      200,
    ),
  );

  app.openapi(healthRoute, async (c) => {
    const health = await checkHealth(context);
    c.header("cache-control", "no-store");
    return health.status === "failing" ? c.json(health, 503) : c.json(health, 200);
  });

  app.openapi(metricsRoute, async (c) => {
    metrics.uploads.set(context.limits.uploads.taken);
    return c.text(await metrics.registry.metrics(), 200, { "content-type": metrics.registry.contentType });
  });

  let document: object | undefined;
  app.openapi(documentRoute, (c) => {
    document ??= describeApi(app, { url: audience });
    return c.json(document, 200);
  });
}

const infoRoute = createRoute({
  method: "get",
  path: "/v1/info",
  summary: "What this gateway is and accepts",
  responses: { 200: jsonAnswer(bodies.Info, "Chain, audience, limits."), ...refusals },
});

const healthRoute = createRoute({
  method: "get",
  path: "/health",
  summary: "Whether this gateway works",
  responses: {
    200: jsonAnswer(bodies.Health, "`ok`, or `degraded` while the chain cannot be asked or the carrier cannot pay."),
    503: jsonAnswer(bodies.Health, "`failing`: nothing can be stored."),
    ...refusals,
  },
});

const metricsRoute = createRoute({
  method: "get",
  path: "/metrics",
  summary: "Figures for the operator",
  responses: {
    200: { description: "Prometheus text.", content: { "text/plain": { schema: z.string() } } },
    ...refusals,
  },
});

const documentRoute = createRoute({
  method: "get",
  path: "/v1/openapi.json",
  summary: "This document",
  responses: {
    200: { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } },
    ...refusals,
  },
});
