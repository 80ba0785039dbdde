import { z } from "zod";
import { uintSchema } from "../hex.ts";
import { INDEXED_CONTRACTS, indexedEventSchema } from "./event.ts";

/**
 * Server-sent events of `GET /v1/live?topics=…`. Every event has an `id`; a browser that reconnects sends the last one as
 * `last-event-id` and gets what it missed, or `reset` where that is too long ago. Beats are comments.
 *
 * head: a block is in the tables; LiveHead. Refetch what depends on the chain's time.
 * event: a decoded event is in the tables; IndexedEvent. It comes before the head of its block.
 * reorg: everything from a block on is no longer so; LiveReorg. Refetch.
 * reset: events may have been missed; LiveReset. Refetch.
 */
export const LIVE_EVENTS = ["head", "event", "reorg", "reset"] as const;
export type LiveEventName = (typeof LIVE_EVENTS)[number];

export const liveHeadSchema = z.looseObject({
  block: uintSchema(53),
  /** Unix seconds. */
  at: uintSchema(40),
});

export const liveEventSchema = indexedEventSchema;

export const liveReorgSchema = z.looseObject({
  /** The first block whose events are gone or replaced. */
  fromBlock: uintSchema(53),
});

export const LIVE_RESET_REASONS = ["too-old", "restarted"] as const;
export const liveResetSchema = z.looseObject({ reason: z.enum(LIVE_RESET_REASONS) });

export type LiveHead = z.output<typeof liveHeadSchema>;
export type LiveReorg = z.output<typeof liveReorgSchema>;
export type LiveReset = z.output<typeof liveResetSchema>;

const MAX_TOPICS = 32;
const address = "0x[0-9a-f]{40}";
const hash = "0x[0-9a-f]{64}";
const topicPattern = new RegExp(
  `^(all|contract:(${INDEXED_CONTRACTS.join("|")})|account:${address}|provider:${address}|node:${address}|job:${hash}|offer:${hash}|class:[\\x21-\\x2b\\x2d-\\x7e]{1,66})$`,
);

/** Which `event`s to send: those that match one of the topics. Heads, reorgs and resets are always sent. */
export const liveTopicSchema = z.string().regex(topicPattern, "a topic such as all, contract:market or job:0x…");

/** `topics`: with commas between; absent means heads and reorgs alone. */
export const liveQuerySchema = z.strictObject({
  topics: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(liveTopicSchema).max(MAX_TOPICS))
    .exactOptional(),
});

export type LiveQuery = z.input<typeof liveQuerySchema>;

/** Beats come at least so often; a client that hears nothing for twice as long should reconnect. Seconds. */
export const LIVE_BEAT_SECONDS = 15;
