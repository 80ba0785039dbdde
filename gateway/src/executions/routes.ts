import type { ReceiptUpload, ReceiptUploadJson } from "@computehive/protocol/api/execution";
import { unixSeconds } from "@computehive/protocol/clock";
import { receiptToJson } from "@computehive/protocol/receipt";
import { createRoute } from "@hono/zod-openapi";
import type { Address, Hex } from "viem";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { readBody } from "../http/json-body.ts";
import { requireAccount } from "../http/middleware.ts";
import { bodies, executionParams, jsonAnswer, jsonBody, refusals, secured } from "../http/schemas.ts";
import { addPhase } from "./add-phase.ts";
import { appendLog } from "./append-log.ts";
import { claimOfWriter } from "./claim-of-writer.ts";
import { describeExecution, findReceipt } from "./describe-execution.ts";
import type { Entry } from "./execution-rows.ts";
import { putReceipt } from "./put-receipt.ts";

/** A log chunk in base64 is the largest. */
const MAX_BODY_BYTES = 128 * 1024;

export function registerExecutionRoutes(app: GatewayApp, context: GatewayContext): void {
  const { executions: rows, hub, chain, clock, config, deployment, authority } = context;
  const market = { chainId: deployment.chainId, address: deployment.contracts.market };

  const limits = { maxBytes: MAX_BODY_BYTES, stallMs: config.GATEWAY_STALL_SECONDS * 1000 };

  const entryOf = async (executionId: Hex, account: Address): Promise<Entry> => ({
    claim: await claimOfWriter(executionId, { account, authority }),
    now: unixSeconds(clock),
  });

  app.openapi(phasesRoute(context), async (c) => {
    const event = await readBody(c, bodies.PhaseEvent, limits);
    const entry = await entryOf(c.req.valid("param").executionId, c.get("account"));
    await addPhase(entry, event, { rows, hub, maxPhases: config.GATEWAY_PHASES });
    return c.body(null, 204);
  });

  app.openapi(logsRoute(context), async (c) => {
    const chunk = await readBody(c, bodies.LogChunk, limits);
    const entry = await entryOf(c.req.valid("param").executionId, c.get("account"));
    return c.json(await appendLog(entry, chunk, { rows, hub, maxLogBytes: config.GATEWAY_LOG_BYTES }), 200);
  });

  app.openapi(putReceiptRoute(context), async (c) => {
    const upload = await readBody(c, bodies.Receipt, limits);
    const entry = await entryOf(c.req.valid("param").executionId, c.get("account"));
    await putReceipt(entry, upload, { rows, hub, chain, market });
    return c.json(toJson(upload), 200);
  });

  app.openapi(getReceiptRoute, async (c) => {
    const { upload } = await findReceipt(c.req.valid("param").executionId, { rows, authority });
    return c.json(toJson(upload), 200);
  });

  app.openapi(getRoute, async (c) => {
    const { receipt, ...execution } = await describeExecution(c.req.valid("param").executionId, { rows, authority });
    return c.json({ ...execution, ...(receipt && { receipt: toJson(receipt) }) }, 200);
  });
}

function toJson(upload: ReceiptUpload): ReceiptUploadJson {
  return { ...upload, receipt: receiptToJson(upload.receipt) };
}

/** What all writes about an execution share. */
function writeRoute(context: GatewayContext) {
  return { security: secured, middleware: requireAccount(context) };
}

function phasesRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/executions/{executionId}/phases",
    summary: "Report a phase",
    description: "By the execution's node. An equal event changes nothing.",
    ...writeRoute(context),
    request: { params: executionParams, body: jsonBody("PhaseEvent", "One line of the timeline.") },
    responses: { 204: { description: "Stored durably." }, ...refusals },
  });
}

function logsRoute(context: GatewayContext) {
  return createRoute({
    method: "post",
    path: "/v1/executions/{executionId}/logs",
    summary: "Append to the log",
    description:
      "By the execution's node. A repeated chunk changes nothing; a gap is refused, with the header `expected-offset`.",
    ...writeRoute(context),
    request: { params: executionParams, body: jsonBody("LogChunk", "A piece of output.") },
    responses: { 200: jsonAnswer(bodies.LogState, "Stored durably."), ...refusals },
  });
}

function putReceiptRoute(context: GatewayContext) {
  return createRoute({
    method: "put",
    path: "/v1/executions/{executionId}/receipt",
    summary: "Store the receipt",
    description:
      "By the execution's node, signed by its key, consistent with claim and order. An execution has one receipt.",
    ...writeRoute(context),
    request: { params: executionParams, body: jsonBody("Receipt", "Receipt and signature.") },
    responses: { 200: jsonAnswer(bodies.Receipt, "Stored durably."), ...refusals },
  });
}

const getReceiptRoute = createRoute({
  method: "get",
  path: "/v1/executions/{executionId}/receipt",
  summary: "Read the receipt",
  request: { params: executionParams },
  responses: { 200: jsonAnswer(bodies.Receipt, "Receipt and signature."), ...refusals },
});

const getRoute = createRoute({
  method: "get",
  path: "/v1/executions/{executionId}",
  summary: "What the node says of an execution",
  request: { params: executionParams },
  responses: { 200: jsonAnswer(bodies.Execution, "Phases in order of arrival, and the receipt."), ...refusals },
});
