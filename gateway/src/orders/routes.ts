import { type LeftOrder, signedOrderSchema } from "@computehive/protocol/api/signed-order";
import { unixSeconds } from "@computehive/protocol/clock";
import { addressSchema, hex32Schema } from "@computehive/protocol/hex";
import { resourceClassSchema } from "@computehive/protocol/indexer-api/common";
import { createRoute } from "@hono/zod-openapi";
import { getAddress } from "viem";
import { ChainUnavailableError } from "../chain.ts";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { RateLimitedError } from "../http/middleware.ts";
import { bodies, jobParams, jsonAnswer, jsonBody, pageQuery, refusals } from "../http/schemas.ts";
import { leaveOrder } from "./leave-order.ts";
import type { OrderRow } from "./order-rows.ts";
import { markOf } from "./order-standing.ts";

/** An order's numbers, and a contract account's signature in hexadecimal digits. */
const MAX_ORDER_BYTES = 16 * 1024;
const PATH = "/v1/orders";

export function registerOrderRoutes(app: GatewayApp, context: GatewayContext): void {
  const { chain, clock, config, deployment, store } = context;
  const rows = store.orders;
  const domain = { chainId: deployment.chainId, address: deployment.contracts.market };
  const { orders: rules, knownJobs } = context;
  const ports = { rows, chain, clock, domain, knownJobs, ...rules };

  /** The rows as they stand now, with what changed written down. A chain that does not answer leaves them as they were. */
  const looked = async (page: readonly OrderRow[]): Promise<OrderRow[]> => {
    const known = await knownJobs(page.map(({ jobId }) => jobId));
    const now = unixSeconds(clock);
    const marks = page.flatMap((row) => {
      const isKnown = known.has(row.jobId);
      if (isKnown === (row.standing === "known")) return [];
      return [markOf(row, isKnown ? "known" : "waiting", { ...rules, now })];
    });
    if (marks.length > 0) await rows.mark(marks, now);
    const changed = new Map(marks.map((mark) => [mark.jobId, mark]));
    return page.map((row) => ({ ...row, ...changed.get(row.jobId) }));
  };

  app.openapi(leaveRoute, async (c) => {
    const verdict = context.limits.orders.take(c.get("address"));
    if (verdict.kind === "limited") throw new RateLimitedError({ of: "network address", ...verdict });
    const limits = { maxBytes: MAX_ORDER_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };
    const row = await leaveOrder(await readBody(c, bodies.SignedOrder, limits), ports);
    const left = describe(row, unixSeconds(clock));
    if (!left) throw new OrderUnknownError();
    return c.json(left as never, 200);
  });

  app.openapi(listRoute, async (c) => {
    const { after, limit, resourceClass, buyer } = c.req.valid("query");
    const now = unixSeconds(clock);
    const found = await rows.list({ resourceClass, buyer, after, limit: limit + 1, now });
    const page = found.slice(0, limit);
    const next = found.length > limit ? page.at(-1)?.jobId : undefined;
    const orders = (await looked(page)).flatMap((row) => describe(row, now) ?? []);
    return c.json(
      { orders: orders.filter(({ standing }) => standing === "waiting"), ...(next && { next }) } as never,
      200,
    );
  });

  app.openapi(getRoute, async (c) => {
    const row = await rows.find(c.req.valid("param").jobId);
    if (!row) throw new OrderUnknownError();
    const [still = row] = await looked([row]).catch((error: unknown) => {
      // Whoever needs the order to dispute must not wait for this gateway's chain.
      if (error instanceof ChainUnavailableError) return [row];
      throw error;
    });
    const left = describe(still, unixSeconds(clock));
    if (!left) throw new OrderUnknownError();
    return c.json(left as never, 200);
  });
}

/** In the form in which it came: amounts as digits. Nothing for a row of another version that says something else. */
function describe({ jobId, leftAt, body, standing, claimBefore }: OrderRow, now: number): LeftOrder | undefined {
  const stored: unknown = JSON.parse(body);
  if (!signedOrderSchema.safeParse(stored).success) return undefined;
  const isOver = standing !== "known" && claimBefore <= now;
  return {
    jobId,
    ...(stored as Pick<LeftOrder, "order" | "terms" | "signature">),
    leftAt,
    standing: isOver ? "over" : standing,
  };
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

const ordersQuery = pageQuery(hex32Schema).extend({
  after: hex32Schema.optional(),
  resourceClass: resourceClassSchema.optional(),
  buyer: addressSchema.transform((buyer) => getAddress(buyer)).optional(),
});

const listRoute = createRoute({
  method: "get",
  path: PATH,
  summary: "Signed orders that wait for a node",
  request: { query: ordersQuery },
  responses: { 200: jsonAnswer(bodies.LeftOrders, "In the order in which they were left."), ...refusals },
});

const getRoute = createRoute({
  method: "get",
  path: `${PATH}/{jobId}`,
  summary: "One signed order, and how it stands",
  description:
    "Also after it was claimed, as long as its job can last: whoever needs the order to dispute or to settle finds it here.",
  request: { params: jobParams },
  responses: { 200: jsonAnswer(bodies.LeftOrder, "With its signature."), ...refusals },
});

export class OrderUnknownError extends GatewayError {
  override readonly name = "OrderUnknownError";
  constructor() {
    super("No such order is kept here: it was never left, or its time is over.", { code: "not-found" });
  }
}
