import { LIVE_BEAT_SECONDS } from "@computehive/protocol/indexer-api/live";
import type { Broadcast, Message } from "./broadcast.ts";

/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000;
/** Half of what is promised: a beat that is late by a busy machine is still in time. */
const BEAT_MS = (LIVE_BEAT_SECONDS * 1000) / 2;
/** What may wait for a reader that takes nothing, in bytes; more drops it. */
const PATIENCE_BYTES = 1_048_576;

export interface LiveStreamOptions {
  readonly topics: readonly string[];
  readonly lastId: string | undefined;
  /** Called once, however it ends. */
  readonly onClose: () => void;
}

export function liveStream(broadcast: Broadcast, { topics, lastId, onClose }: LiveStreamOptions): ReadableStream {
  const encoder = new TextEncoder();
  let close = (): void => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isClosed = false;
        let stop = (): void => {};
        const write = (text: string): void => {
          if (isClosed) return;
          if ((controller.desiredSize ?? 0) > 0) {
            controller.enqueue(encoder.encode(text));
          } else {
            close();
            controller.error(new Error("The reader is too slow."));
          }
        };
        const beat = setInterval(() => write(": beat\n\n"), BEAT_MS);
        close = () => {
          if (isClosed) return;
          isClosed = true;
          clearInterval(beat);
          stop();
          onClose();
        };
        write(`retry: ${RETRY_MS}\n\n`);
        stop = broadcast.listen(lastId, (message) => {
          if (concerns(message, topics)) write(message.text);
        });
        // Too slow while it was given what it had missed.
        if (isClosed) stop();
      },
      cancel: () => close(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: PATIENCE_BYTES }),
  );
}

function concerns({ topics }: Message, wanted: readonly string[]): boolean {
  return topics === undefined || wanted.some((topic) => topics.has(topic));
}
