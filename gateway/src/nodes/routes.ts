import { unixSeconds } from "@computehive/protocol/clock";
import { addressSchema } from "@computehive/protocol/hex";
import { createRoute } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { bodies, jsonAnswer, jsonBody, nodeParams, pageQuery, refusals } from "../http/schemas.ts";
import { lowGasNews } from "../notifications/low-gas.ts";
import { acceptHeartbeat } from "./accept-heartbeat.ts";
import { describeNode } from "./describe-node.ts";

const MAX_HEARTBEAT_BYTES = 16 * 1024;

export function registerNodeRoutes(app: GatewayApp, context: GatewayContext): void {
  const { nodes: rows, registry, clock, config, deployment, audience } = context;
  const view = { clock, intervalSeconds: config.GATEWAY_HEARTBEAT_SECONDS };

  app.openapi(heartbeatRoute, async (c) => {
    const { node } = c.req.valid("param");
    const heartbeat = await readBody(c, bodies.Heartbeat, {
      maxBytes: MAX_HEARTBEAT_BYTES,
      stallMs: config.GATEWAY_STALL_SECONDS * 1000,
    });
    const maxSkewSeconds = config.GATEWAY_HEARTBEAT_SKEW_SECONDS;
    const ports = { rows, registry, clock, chainId: deployment.chainId, audience, maxSkewSeconds };
    const { provider } = await acceptHeartbeat({ node, heartbeat }, ports);
    const news = lowGasNews(heartbeat, { provider, now: unixSeconds(clock) });
    if (news.length > 0) context.onTold(await context.store.notifications.tell(news));
    return c.body(null, 204);
  });

  app.openapi(listRoute, async (c) => {
    const { after, limit } = c.req.valid("query");
    const found = await rows.list({ after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    if (found.length > limit && last) {
      c.header("link", `</v1/nodes?after=${last.heartbeat.node}&limit=${limit}>; rel="next"`);
    }
    return c.json({ nodes: page.map((row) => describeNode(row, view)) }, 200);
  });

  app.openapi(getRoute, async (c) => {
    const { node } = c.req.valid("param");
    const row = await rows.find(node);
    if (!row) throw new NodeSilentError({ node });
    return c.json(describeNode(row, view), 200);
  });
}

const heartbeatRoute = createRoute({
  method: "post",
  path: "/v1/nodes/{node}/heartbeat",
  summary: "Report how a node is",
  description:
    "Signed by the node key, for this gateway's audience. The sequence rises; the node is registered on the chain.",
  request: { params: nodeParams, body: jsonBody("Heartbeat", "Signed content.") },
  responses: { 204: { description: "Taken." }, ...refusals },
});

const listRoute = createRoute({
  method: "get",
  path: "/v1/nodes",
  summary: "Nodes that report here",
  description: "By address. A `link` header with rel=next leads to the next page.",
  request: { query: pageQuery(addressSchema) },
  responses: { 200: jsonAnswer(bodies.Nodes, "Newest heartbeat of each."), ...refusals },
});

const getRoute = createRoute({
  method: "get",
  path: "/v1/nodes/{node}",
  summary: "One node's newest heartbeat",
  request: { params: nodeParams },
  responses: { 200: jsonAnswer(bodies.Node, "`online` is false after three missed heartbeats."), ...refusals },
});

export class NodeSilentError extends GatewayError {
  override readonly name = "NodeSilentError";
  constructor({ node }: { node: string }) {
    super("This gateway has not heard of this node.", { code: "not-found", metaMessages: [`Node: ${node}`] });
  }
}
