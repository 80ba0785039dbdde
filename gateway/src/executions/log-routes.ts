import { createRoute, z } from "@hono/zod-openapi";
import { GatewayError } from "../gateway-error.ts";
import type { GatewayApp, GatewayContext } from "../http/context.ts";
import { bodies, executionParams, refusals } from "../http/schemas.ts";
import { EVENT_STREAM_HEADERS } from "../http/server-events.ts";
import { writerOf } from "./describe-execution.ts";
import { toEventStream } from "./event-stream.ts";
import { followLog, toChunk } from "./follow-log.ts";

const PAGE_BYTES = 256 * 1024;
const offsetSchema = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export function registerLogRoutes(app: GatewayApp, context: GatewayContext): void {
  const { executions: rows, authority, hub, config, metrics, limits } = context;

  app.openapi(logRoute, async (c) => {
    const { offset: asked } = c.req.valid("query");
    const writer = await writerOf(c.req.valid("param").executionId, { rows, authority });

    if (!wantsEvents(c.req.header("accept"))) {
      const { pieces, length, truncated } = await rows.readLog(writer, { offset: asked, maxBytes: PAGE_BYTES });
      const last = pieces.at(-1);
      const nextOffset = last ? last.offset + last.bytes.length : Math.min(asked, length);
      return c.json({ chunks: pieces.map(toChunk), nextOffset, length, truncated }, 200);
    }

    const giveBack = limits.streams.take(c.get("address"));
    if (!giveBack) throw new StreamsBusyError();
    const resumed = offsetSchema.safeParse(c.req.header("last-event-id"));
    const abort = new AbortController();
    const offset = resumed.success ? resumed.data : asked;
    const events = followLog(
      writer,
      { offset, signal: abort.signal },
      { rows, hub, idleMs: config.GATEWAY_STREAM_IDLE_SECONDS * 1000 },
    );
    metrics.streams.inc();
    const stream = toEventStream(events, {
      patienceMs: config.GATEWAY_STREAM_PATIENCE_SECONDS * 1000,
      cut: (reason) => {
        if (reason === "slow") metrics.slowReaders.inc();
        c.env.outgoing.destroy();
      },
      onClose: () => {
        abort.abort();
        metrics.streams.dec();
        giveBack();
      },
    });
    return c.body(stream, 200, EVENT_STREAM_HEADERS);
  });
}

const logRoute = createRoute({
  method: "get",
  path: "/v1/executions/{executionId}/logs",
  summary: "Read or follow the log",
  description: [
    "With `accept: text/event-stream`, server-sent events: `log` (a LogChunk; its id is the offset to go on from, also as",
    "`last-event-id`), `phase` (a PhaseEvent; every connection begins with all of them), `truncated`, and `end` with a reason",
    "(`final` or `stopping`). Else one page as JSON.",
  ].join(" "),
  request: { params: executionParams, query: z.object({ offset: offsetSchema.default(0) }) },
  responses: {
    200: {
      description: "From `offset` on.",
      content: { "application/json": { schema: bodies.LogSlice }, "text/event-stream": { schema: { type: "string" } } },
    },
    ...refusals,
  },
});

function wantsEvents(accept: string | undefined): boolean {
  return /\btext\/event-stream\b/i.test(accept ?? "");
}

export class StreamsBusyError extends GatewayError {
  override readonly name = "StreamsBusyError";
  constructor() {
    super("Too many logs are being followed.", {
      code: "rate-limited",
      retryAfterSeconds: 5,
      hint: "Close one, or read it page by page.",
    });
  }
}
