import { type LeftOrder, signedOrderSchema } from "@computehive/protocol/api/signed-order";
import { unixSeconds } from "@computehive/protocol/clock";
import { hex32Schema } from "@computehive/protocol/hex";
import { resourceClassSchema } from "@computehive/protocol/indexer-api/common";
import { createRoute } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { bodies, jobParams, jsonAnswer, jsonBody, pageQuery, refusals } from "../http/schemas.ts";
import { leaveOrder } from "./leave-order.ts";
import type { OrderRow } from "./order-rows.ts";

/** An order's numbers, and a contract account's signature in hexadecimal digits. */
const MAX_ORDER_BYTES = 16 * 1024;
const PATH = "/v1/orders";

export function registerOrderRoutes(app: GatewayApp, context: GatewayContext): void {
  const { chain, clock, config, deployment, store } = context;
  const rows = store.orders;
  const domain = { chainId: deployment.chainId, address: deployment.contracts.market };
  const ports = { rows, chain, clock, domain, maxPerBuyer: config.GATEWAY_ORDERS_PER_BUYER };

  /** Those of a page that wait for a node still; the others are forgotten. */
  const waiting = async (page: readonly OrderRow[]): Promise<OrderRow[]> => {
    if (page.length === 0) return [];
    const known = await chain.knownJobs(page.map(({ jobId }) => jobId));
    if (known.size > 0) await rows.remove([...known]);
    return page.filter(({ jobId }) => !known.has(jobId));
  };

  app.openapi(leaveRoute, async (c) => {
    const limits = { maxBytes: MAX_ORDER_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };
    const row = await leaveOrder(await readBody(c, bodies.SignedOrder, limits), ports);
    return c.json(describe(row) as never, 200);
  });

  app.openapi(listRoute, async (c) => {
    const { after, limit, resourceClass } = c.req.valid("query");
    const found = await rows.list({ resourceClass, after, limit: limit + 1, now: unixSeconds(clock) });
    const page = found.slice(0, limit);
    const next = found.length > limit ? page.at(-1)?.jobId : undefined;
    return c.json({ orders: (await waiting(page)).map(describe), ...(next && { next }) } as never, 200);
  });

  app.openapi(getRoute, async (c) => {
    const row = await rows.find(c.req.valid("param").jobId);
    const [still] = row ? await waiting([row]) : [];
    if (!still || still.claimBefore <= unixSeconds(clock)) throw new OrderUnknownError();
    return c.json(describe(still) as never, 200);
  });
}

/** In the form in which it came: amounts as digits. */
function describe({ jobId, leftAt, body }: OrderRow): LeftOrder {
  const stored: unknown = JSON.parse(body);
  signedOrderSchema.parse(stored);
  return { jobId, ...(stored as Omit<LeftOrder, "jobId" | "leftAt">), leftAt };
}

const leaveRoute = createRoute({
  method: "post",
  path: PATH,
  summary: "Leave a signed order for nodes to claim",
  description:
    "For buyers who sign and do not post: the gateway checks order, signature and money, and shows the order to every node. Whoever claims it pays the transaction. Cancel it on the chain, by call or signature.",
  request: { body: jsonBody("SignedOrder", "Order, terms, and the signature that the order's funding asks for.") },
  responses: { 200: jsonAnswer(bodies.LeftOrder, "Kept, or kept before."), ...refusals },
});

const listRoute = createRoute({
  method: "get",
  path: PATH,
  summary: "Signed orders that wait for a node",
  request: { query: pageQuery(hex32Schema).extend({ resourceClass: resourceClassSchema.optional() }) },
  responses: { 200: jsonAnswer(bodies.LeftOrders, "By job id."), ...refusals },
});

const getRoute = createRoute({
  method: "get",
  path: `${PATH}/{jobId}`,
  summary: "One signed order that waits for a node",
  request: { params: jobParams },
  responses: { 200: jsonAnswer(bodies.LeftOrder, "With its signature."), ...refusals },
});

export class OrderUnknownError extends GatewayError {
  override readonly name = "OrderUnknownError";
  constructor() {
    super("No such order waits here: it was claimed, cancelled, ran out, or was never left.", { code: "not-found" });
  }
}
