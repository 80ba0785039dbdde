/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000;

export interface ServerEventsOptions<Event> {
  /** As it goes over the wire. */
  readonly format: (event: Event) => string;
  /** Called once, however the stream ends. */
  readonly onClose: () => void;
  /** A reader that takes nothing for so long is dropped. */
  readonly patienceMs: number;
  /** Breaks the connection: a stream has no other way to say that it failed, and none at all while nobody reads it. */
  readonly cut: (reason: "slow" | "failed") => void;
}

/**
 * Server-sent events. The reader pulls: what it does not take is not read from the store, so a slow one costs a slot
 * and no memory, and loses the slot when its patience is over.
 */
export function toServerEvents<Event>(
  events: AsyncGenerator<Event>,
  { format, onClose, cut, patienceMs }: ServerEventsOptions<Event>,
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
        controller.enqueue(encoder.encode(format(event.value)));
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

export const KEEP_ALIVE = ": keep-alive\n\n";

export const EVENT_STREAM_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
} as const;

export function formatServerEvent(name: string, data: object, id?: number): string {
  return `event: ${name}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

/** Waits for `woken`, for `milliseconds`, or for the signal, whatever comes first. */
export function wakeOrWait(woken: Promise<void>, milliseconds: number, signal: AbortSignal): Promise<"woken" | "idle"> {
  return new Promise((resolve) => {
    const finish = (how: "woken" | "idle") => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      resolve(how);
    };
    const wake = () => finish("woken");
    const timer = setTimeout(() => finish("idle"), milliseconds);
    signal.addEventListener("abort", wake, { once: true });
    void woken.then(wake);
  });
}
