import type { LogEventName } from "@computehive/protocol/api/log-stream";
import { formatServerEvent, KEEP_ALIVE, type ServerEventsOptions, toServerEvents } from "../http/server-events.ts";
import type { LogEvent } from "./follow-log.ts";

export type EventStreamOptions = Omit<ServerEventsOptions<LogEvent>, "format">;

/** Server-sent events of a log. `id` is the offset to go on from. */
export function toEventStream(
  events: AsyncGenerator<LogEvent>,
  options: EventStreamOptions,
): ReadableStream<Uint8Array> {
  return toServerEvents(events, { ...options, format: formatEvent });
}

function formatEvent(event: LogEvent): string {
  switch (event.kind) {
    case "log":
      return format("log", event.chunk, event.nextOffset);
    case "phase":
      return format("phase", event.phase);
    case "truncated":
      return format("truncated", { length: event.length });
    case "end":
      return format("end", { reason: event.reason });
    case "idle":
      return KEEP_ALIVE;
  }
}

function format(name: LogEventName, data: object, id?: number): string {
  return formatServerEvent(name, data, id);
}
