import { liveQuerySchema } from "@computehive/protocol/indexer-api/live";
import type { Context } from "hono";
import { parsed } from "../refusal.ts";
import type { Broadcast } from "./broadcast.ts";
import { liveStream } from "./stream.ts";

/** Header in which the launcher names the address of whoever asked it. */
export const CLIENT_HEADER = "x-indexer-client";

export function liveRoute(broadcast: Broadcast, takeSlot: (address: string) => () => void) {
  return (c: Context): Response => {
    const { topics = [] } = parsed(liveQuerySchema, c.req.query());
    const onClose = takeSlot(c.req.header(CLIENT_HEADER) ?? "");
    const stream = liveStream(broadcast, { topics, lastId: c.req.header("last-event-id"), onClose });
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
      },
    });
  };
}
