import { z } from "zod";
import { uintSchema } from "../hex.ts";

/**
 * Server-sent events of `GET /v1/executions/<executionId>/logs?offset=<bytes>`. A header `last-event-id` wins over the query.
 * log: a LogChunk; its event id is the offset after it, so that a follower who reconnects loses and repeats nothing.
 * phase: a PhaseEvent, without id; every connection starts with all of them.
 * end: nothing follows; the final phase was sent.
 */
export const LOG_EVENTS = ["log", "phase", "end"] as const;
export type LogEventName = (typeof LOG_EVENTS)[number];

/** Answer to `POST /v1/executions/<executionId>/logs`. */
export const logAppendResponseSchema = z.strictObject({
  /** Where the next chunk begins. */
  nextOffset: uintSchema(53),
  /** The log has reached its cap: what comes is acknowledged and not kept. */
  truncated: z.boolean(),
});

export type LogAppendResponse = z.output<typeof logAppendResponseSchema>;
