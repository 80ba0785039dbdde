import type { Carried } from "@computehive/protocol/api/statement";
import { hex32Schema } from "@computehive/protocol/hex";
import { createRoute, z } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { bodies, jsonAnswer, jsonBody, refusals } from "../http/schemas.ts";
import type { Carrier } from "./carrier.ts";
import type { StatementRow } from "./statement-rows.ts";

/** An order, its record, and two contract accounts' signatures in hexadecimal digits. */
const MAX_STATEMENT_BYTES = 32 * 1024;
const PATH = "/v1/statements";

export function registerStatementRoutes(app: GatewayApp, { carrier, config }: GatewayContext): void {
  app.openapi(carryRoute, async (c) => {
    const limits = { maxBytes: MAX_STATEMENT_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };
    const statement = await readBody(c, bodies.Statement, limits);
    return c.json(describe(await present(carrier).carry(statement)), 200);
  });

  app.openapi(getRoute, async (c) => {
    const row = await present(carrier).find(c.req.valid("param").id);
    if (!row) throw new StatementUnknownError();
    c.header("cache-control", "no-store");
    return c.json(describe(row), 200);
  });
}

function present(carrier: Carrier | undefined): Carrier {
  if (!carrier) throw new NoCarrierError();
  return carrier;
}

function describe({ id, kind, status, transaction, versions, reason, recordedAt }: StatementRow): Carried {
  const hash = transaction ?? versions.at(-1)?.hash;
  return { id, kind, status, ...(hash && { transaction: hash }), ...(reason && { reason }), recordedAt };
}

const carryRoute = createRoute({
  method: "post",
  path: PATH,
  summary: "Have a step carried to the chain",
  description:
    "For owners without the chain's coin: the gateway checks on the chain that the step would have its effect, keeps it, sends it, and pays for the transaction. Steps of an owner bring its signature, those due by time need none. The same statement again answers with what became of it.",
  request: { body: jsonBody("Statement", "One step of a job's buyer or an account's owner.") },
  responses: { 200: jsonAnswer(bodies.Carried, "Kept, or kept before."), ...refusals },
});

const getRoute = createRoute({
  method: "get",
  path: `${PATH}/{id}`,
  summary: "What became of a statement",
  request: { params: z.object({ id: hex32Schema }) },
  responses: { 200: jsonAnswer(bodies.Carried, "Status, transaction, and why it failed if it did."), ...refusals },
});

export class NoCarrierError extends GatewayError {
  override readonly name = "NoCarrierError";
  constructor() {
    super("This gateway carries no statements.", {
      code: "not-found",
      hint: "Send the transaction yourself, or ask a gateway whose /v1/info names a carrier.",
    });
  }
}

export class StatementUnknownError extends GatewayError {
  override readonly name = "StatementUnknownError";
  constructor() {
    super("No such statement was left here, or it ended long ago.", { code: "not-found" });
  }
}
