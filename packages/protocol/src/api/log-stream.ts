import { z } from "zod";
import { uintSchema } from "../hex.ts";

/**
 * Server-sent events of `GET /v1/executions/<executionId>/logs?offset=<bytes>`. A header `last-event-id` wins over the query.
 * log: a LogChunk; its event id is the offset after it, so that a follower who reconnects loses and repeats nothing.
 * phase: a PhaseEvent, without id; every connection begins with all of them.
 * truncated: the node wrote more than the gateway keeps; LogTruncated.
 * end: LogEnd; where the reason is `stopping`, go on from the last offset later.
 */
export const LOG_EVENTS = ["log", "phase", "truncated", "end"] as const;
export type LogEventName = (typeof LOG_EVENTS)[number];

/** `length`: bytes that are kept. */
export const logTruncatedSchema = z.looseObject({ length: uintSchema(53) });

export const logEndSchema = z.looseObject({ reason: z.enum(["final", "stopping"]) });

/** Answer to `POST /v1/executions/<executionId>/logs`. */
export const logAppendResponseSchema = z.strictObject({
  /** Where the next chunk begins. */
  nextOffset: uintSchema(53),
  /** The log has reached its cap: what comes is acknowledged and not kept. */
  truncated: z.boolean(),
});

export type LogAppendResponse = z.output<typeof logAppendResponseSchema>;
