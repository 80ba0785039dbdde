"use client";

import type { Notification, NotificationsResponse } from "@computehive/protocol/api/notification";
import { routes } from "@computehive/protocol/api/routes";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import type { Address } from "viem";
import { useConfig } from "../../lib/config/config-context.tsx";
import { sessionKey } from "../../lib/session/use-session.ts";
import { notificationTexts as texts } from "../../texts/notifications.ts";
import { useToasts } from "../../ui/toast.tsx";
import { hrefOf, NOTIFICATION_FACTS } from "./describe-notification.ts";
import { mergeNotifications } from "./merge-notifications.ts";
import { followNotifications } from "./notification-stream.ts";
import { notificationKeys } from "./queries.ts";

type Pages = InfiniteData<NotificationsResponse, number | undefined>;

/**
 * Keeps list and count of `account` fresh while the page is open, and says what is new; a component lives with one account.
 * Answers whether the line stands.
 */
export function useNotificationStream(account: Address): boolean {
  const { gatewayUrl } = useConfig();
  const queries = useQueryClient();
  const toasts = useToasts();
  const [isOpen, setOpen] = useState(true);

  const add = useEffectEvent((notification: Notification) => {
    for (const onlyUnread of [false, true]) {
      queries.setQueryData<Pages>(notificationKeys.list(account, onlyUnread), (held) => withNew(held, notification));
    }
    const href = hrefOf(notification);
    const { tone } = NOTIFICATION_FACTS[notification.kind];
    toasts.add({
      title: texts.titles[notification.kind],
      tone,
      ...(href && { link: { href, label: texts.look } }),
    });
  });
  const count = useEffectEvent((unread: number) => queries.setQueryData(notificationKeys.unread(account), unread));
  const end = useEffectEvent(() => void queries.invalidateQueries({ queryKey: sessionKey }));

  useEffect(
    () =>
      followNotifications(
        { onNotification: add, onUnread: count, onSignedOut: end, onLine: setOpen },
        {
          open: () => new EventSource(gatewayUrl + routes.notificationStream(), { withCredentials: true }),
          setTimer: (action, pause) => setTimeout(action, pause),
        },
      ),
    [gatewayUrl],
  );
  return isOpen;
}

function withNew(held: Pages | undefined, notification: Notification): Pages | undefined {
  const [first, ...rest] = held?.pages ?? [];
  if (!held || !first) return held;
  const notifications = [...mergeNotifications(first.notifications, [notification])];
  return { ...held, pages: [{ ...first, notifications }, ...rest] };
}
