import {
  type MarkRead,
  type NotificationPreferences,
  type NotificationsResponse,
  notificationPreferencesSchema,
  notificationsResponseSchema,
  unreadSchema,
} from "@computehive/protocol/api/notification";
import {
  type PushSubscription,
  type PushSubscriptionRequest,
  type PushSubscriptionsResponse,
  pushKeyResponseSchema,
  pushSubscriptionSchema,
  pushSubscriptionsResponseSchema,
} from "@computehive/protocol/api/push";
import { routes } from "@computehive/protocol/api/routes";
import type { AccountRequests, Stoppable } from "./requests.ts";

export interface NotificationPage extends Stoppable {
  readonly before?: number;
  readonly limit?: number;
  readonly unread?: boolean;
}

export interface NotificationCalls {
  notifications(page?: NotificationPage): Promise<NotificationsResponse>;
  /** @returns how many are left unread. */
  markRead(which: MarkRead, options?: Stoppable): Promise<number>;
  notificationPreferences(options?: Stoppable): Promise<NotificationPreferences>;
  setNotificationPreferences(wish: NotificationPreferences, options?: Stoppable): Promise<NotificationPreferences>;
  /** For `new EventSource(url, { withCredentials: true })`; its events are `NOTIFICATION_EVENTS`. */
  readonly notificationStreamUrl: string;
  /** base64url, for `pushManager.subscribe({ applicationServerKey })`. */
  pushKey(options?: Stoppable): Promise<string>;
  pushSubscriptions(options?: Stoppable): Promise<PushSubscriptionsResponse>;
  /** With what `PushSubscription.toJSON()` says. */
  subscribePush(subscription: PushSubscriptionRequest, options?: Stoppable): Promise<PushSubscription>;
  unsubscribePush(id: string, options?: Stoppable): Promise<void>;
}

export function notificationCalls(requests: AccountRequests, { url }: { url: string }): NotificationCalls {
  const preferences = routes.notificationPreferences();
  return {
    notificationStreamUrl: url.replace(/\/+$/, "") + routes.notificationStream(),
    notifications: ({ before, limit, unread, signal } = {}) =>
      requests.get(routes.notifications(), notificationsResponseSchema, { signal, query: { before, limit, unread } }),
    markRead: async (which, stop) =>
      (await requests.send("POST", routes.notificationsRead(), which, unreadSchema, stop)).unread,
    notificationPreferences: (stop) => requests.get(preferences, notificationPreferencesSchema, stop),
    setNotificationPreferences: (wish, stop) =>
      requests.send("PUT", preferences, wish, notificationPreferencesSchema, stop),
    pushKey: async (stop) => (await requests.get(routes.pushKey(), pushKeyResponseSchema, stop)).publicKey,
    pushSubscriptions: (stop) => requests.get(routes.pushSubscriptions(), pushSubscriptionsResponseSchema, stop),
    subscribePush: (subscription, stop) =>
      requests.send("POST", routes.pushSubscriptions(), subscription, pushSubscriptionSchema, stop),
    unsubscribePush: (id, stop) => requests.remove(routes.pushSubscription(id), stop),
  };
}
