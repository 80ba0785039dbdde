import { z } from "zod";
import { FINDINGS } from "../dispute.ts";
import { addressSchema, decimalSchema, hex32Schema, uintSchema } from "../hex.ts";
import { JOB_STATES } from "../job-state.ts";

/** What an account is told of. Which facts come with which kind is written beside it. */
export const NOTIFICATION_KINDS = [
  /** Buyer: a node began. jobId, executionId, node. */
  "job-claimed",
  /** Buyer: a receipt was submitted. jobId, executionId, node. */
  "result-ready",
  /** Buyer: nobody took it in time. jobId. */
  "job-lapsed",
  /** Buyer: a node gave it back or let its time pass, and it is open again. jobId, executionId. */
  "job-reopened",
  /** Both: the payee was paid. jobId, executionId, node, amount, state. */
  "job-settled",
  /** Both: the buyer got everything back. jobId, executionId, node, amount (to the buyer), state. */
  "job-refunded",
  /** Provider: the buyer disputes a result. jobId, executionId. */
  "dispute-opened",
  /** Both: the arbiter ruled. jobId, finding. */
  "verdict",
  /** Provider: a node let its time pass. jobId, executionId, node, amount (the penalty). */
  "execution-expired",
  /** Provider: a node may not claim any more. node. */
  "node-paused",
  /** Provider: stake was taken. amount (all that was taken). */
  "stake-slashed",
  /** Provider: stake can be withdrawn. amount. */
  "thaw-finished",
  /** Provider: a node's key is short of coins, as its agent says; at most once a day and node. node. */
  "low-gas",
] as const;

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What a notification is about. Amounts in the token's smallest unit. */
export const notificationFactsSchema = z.strictObject({
  jobId: hex32Schema.exactOptional(),
  executionId: hex32Schema.exactOptional(),
  node: addressSchema.exactOptional(),
  amount: decimalSchema(256).exactOptional(),
  state: z.enum(JOB_STATES).exactOptional(),
  finding: z.enum(FINDINGS).exactOptional(),
  /** Where it happened; absent for what is not on the chain. */
  transactionHash: hex32Schema.exactOptional(),
  blockNumber: uintSchema(53).exactOptional(),
});

export const notificationSchema = z.strictObject({
  /** Rises by one with each notification of the account. */
  id: uintSchema(53),
  kind: z.enum(NOTIFICATION_KINDS),
  /** When it happened, Unix seconds. */
  at: uintSchema(40),
  facts: notificationFactsSchema,
  read: z.boolean(),
});

/** `GET /v1/notifications?before=<id>&limit=&unread=true`: newest first. */
export const notificationsResponseSchema = z.strictObject({
  notifications: z.array(notificationSchema),
  /** Id to ask the next page before; absent on the last page. */
  next: uintSchema(53).exactOptional(),
  /** Of the whole account. */
  unread: uintSchema(53),
});

/** `POST /v1/notifications/read`: some, or all up to one. */
export const markReadSchema = z.union([
  z.strictObject({ ids: z.array(uintSchema(53)).min(1).max(200) }),
  z.strictObject({ upTo: uintSchema(53) }),
]);

/** Answer to it, and data of the event `unread`. */
export const unreadSchema = z.strictObject({ unread: uintSchema(53) });

const choiceSchema = z.strictObject({
  /** Whether it is kept and shown in the page at all. */
  page: z.boolean(),
  /** Whether it is also pushed; counts only where `page` is true. */
  push: z.boolean(),
});

/** `GET` and `PUT /v1/notifications/preferences`: every kind, always. */
export const notificationPreferencesSchema = z.strictObject({
  kinds: z.strictObject(
    Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, choiceSchema])) as Record<
      NotificationKind,
      typeof choiceSchema
    >,
  ),
});

/**
 * Server-sent events of `GET /v1/notifications/stream`.
 * notification: a Notification; its event id is the notification's id, so that `last-event-id` loses and repeats nothing. Without
 * that header a stream begins with what is new.
 * unread: UnreadCount, at the beginning and whenever it changes.
 * end: `{reason: "stopping" | "signed-out"}`.
 */
export const NOTIFICATION_EVENTS = ["notification", "unread", "end"] as const;
export type NotificationEventName = (typeof NOTIFICATION_EVENTS)[number];

export const notificationEndSchema = z.looseObject({ reason: z.enum(["stopping", "signed-out"]) });

export type NotificationFacts = z.output<typeof notificationFactsSchema>;
export type Notification = z.output<typeof notificationSchema>;
export type NotificationsResponse = z.output<typeof notificationsResponseSchema>;
export type MarkRead = z.output<typeof markReadSchema>;
export type NotificationPreferences = z.output<typeof notificationPreferencesSchema>;
