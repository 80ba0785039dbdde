import { z } from "zod";
import { uintSchema } from "../hex.ts";
import { notificationSchema } from "./notification.ts";
import { idSchema } from "./session.ts";

/** `GET /v1/push/key`: what a browser subscribes with (`applicationServerKey`), base64url. */
export const pushKeyResponseSchema = z.strictObject({ publicKey: z.string().max(200) });

/** `POST /v1/push/subscriptions`: what `PushSubscription.toJSON()` says. The same endpoint again replaces its keys. */
export const pushSubscriptionRequestSchema = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).max(2_048),
  expirationTime: z.number().nullable().exactOptional(),
  keys: z.strictObject({
    /** Uncompressed point of P-256: 65 bytes. */
    p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}=?$/, "65 bytes in base64url"),
    auth: z.string().regex(/^[A-Za-z0-9_-]{22}={0,2}$/, "16 bytes in base64url"),
  }),
});

export const pushSubscriptionSchema = z.strictObject({
  id: idSchema,
  /** Host of the push service. */
  service: z.string().max(255),
  device: z.string().max(200),
  createdAt: uintSchema(40),
});

export const pushSubscriptionsResponseSchema = z.strictObject({
  subscriptions: z.array(pushSubscriptionSchema),
  limit: uintSchema(16),
});

/** The decrypted payload that a service worker gets. It holds nothing that is not on the chain or in the notification. */
export const pushPayloadSchema = z.strictObject({ notification: notificationSchema });

export type PushSubscriptionRequest = z.output<typeof pushSubscriptionRequestSchema>;
export type PushSubscription = z.output<typeof pushSubscriptionSchema>;
export type PushSubscriptionsResponse = z.output<typeof pushSubscriptionsResponseSchema>;
export type PushPayload = z.output<typeof pushPayloadSchema>;
