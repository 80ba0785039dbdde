import type { LogEventName } from "@computehive/protocol/api/log-stream";
import type { LogEvent } from "./follow-log.ts";

/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000;

export interface EventStreamOptions {
  /** Called once, however the stream ends. */
  readonly onClose: () => void;
  /** A reader that takes nothing for so long is dropped. */
  readonly patienceMs: number;
  /** Breaks the connection: a stream has no other way to say that it failed, and none at all while nobody reads it. */
  readonly cut: (reason: "slow" | "failed") => void;
}

/**
 * Server-sent events of a log. The reader pulls: what it does not take is not read from the store, so a slow one costs a slot
 * and no memory, and loses the slot when its patience is over. `id` is the offset to go on from.
 */
export function toEventStream(
  events: AsyncGenerator<LogEvent>,
  { onClose, cut, patienceMs }: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const close = () => {
    clearTimeout(timer);
    if (isClosed) return;
    isClosed = true;
    onClose();
    void events.return(undefined);
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
      },
      async pull(controller) {
        clearTimeout(timer);
        const event = await events.next().catch(() => "failed" as const);
        if (isClosed) return;
        if (event === "failed" || event.done) {
          close();
          controller.close();
          if (event === "failed") cut("failed");
          return;
        }
        controller.enqueue(encoder.encode(formatEvent(event.value)));
        timer = setTimeout(() => {
          close();
          cut("slow");
        }, patienceMs);
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
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
      return ": keep-alive\n\n";
  }
}

function format(name: LogEventName, data: object, id?: number): string {
  return `event: ${name}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
