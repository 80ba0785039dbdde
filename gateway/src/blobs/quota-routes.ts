import { unixSeconds } from "@computehive/protocol/clock";
import { createRoute } from "@hono/zod-openapi";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, jsonAnswer, refusals, secured } from "../http/schemas.ts";
import { endOfDay } from "./day.ts";

export function registerQuotaRoutes(app: GatewayApp, context: GatewayContext): void {
  const { blobs, clock } = context;
  const route = createRoute({
    method: "get",
    path: "/v1/quota",
    summary: "What this account may still upload",
    security: secured,
    middleware: requireAccount(context, "read"),
    responses: { 200: jsonAnswer(bodies.Quota, "In bytes; whoever uploads for the account counts."), ...refusals },
  });

  app.openapi(route, async (c) => {
    const account = c.get("account");
    const now = unixSeconds(clock);
    const usage = await blobs.rows.usageOf(account, now);
    const { quotaBytes, dailyBytes } = blobs.limits;
    const today = { usedBytes: usage.bytesToday, limitBytes: dailyBytes, resetsAt: endOfDay(now) };
    c.header("cache-control", "no-store");
    return c.json({ account, usedBytes: usage.bytes, limitBytes: quotaBytes, blobs: usage.blobs, today }, 200);
  });
}
