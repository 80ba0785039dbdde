"use client";

import {
  type MarkRead,
  type NotificationPreferences,
  notificationPreferencesSchema,
  notificationsResponseSchema,
  unreadSchema,
} from "@computehive/protocol/api/notification";
import { pushSubscriptionsResponseSchema } from "@computehive/protocol/api/push";
import { routes } from "@computehive/protocol/api/routes";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { useExplain } from "../../lib/errors/use-explain.ts";
import { useGateway } from "../../lib/http/services.tsx";
import { mineKey } from "../../lib/session/use-sign-out.ts";
import { notificationTexts as texts } from "../../texts/notifications.ts";
import { useToasts } from "../../ui/toast.tsx";

export const notificationKeys = {
  all: (account: Address) => mineKey(account, "notifications"),
  list: (account: Address, onlyUnread: boolean) => mineKey(account, "notifications", { onlyUnread }),
  unread: (account: Address) => mineKey(account, "unread"),
  preferences: (account: Address) => mineKey(account, "notification-preferences"),
  subscriptions: (account: Address) => mineKey(account, "push-subscriptions"),
};

const PAGE = 30;

/** Newest first, page by page. */
export function useNotifications(account: Address, { onlyUnread = false }: { onlyUnread?: boolean } = {}) {
  const gateway = useGateway();
  return useInfiniteQuery({
    queryKey: notificationKeys.list(account, onlyUnread),
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        limit: String(PAGE),
        ...(pageParam !== undefined && { before: String(pageParam) }),
        ...(onlyUnread && { unread: "true" }),
      });
      return gateway.get(`${routes.notifications()}?${query}`, notificationsResponseSchema, { signal });
    },
    getNextPageParam: ({ next }) => next,
  });
}

/** How many are unread: asked once, then kept by the stream. */
export function useUnread(account: Address) {
  const gateway = useGateway();
  return useQuery({
    queryKey: notificationKeys.unread(account),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      (await gateway.get(`${routes.notifications()}?limit=1`, notificationsResponseSchema, { signal })).unread,
  });
}

export function useMarkRead(account: Address) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const fail = useFailureToast();
  return useMutation({
    mutationFn: (body: MarkRead) =>
      gateway.send("POST", routes.notificationsRead(), { body, isRepeatable: true }, unreadSchema),
    onSuccess: ({ unread }) => {
      queries.setQueryData(notificationKeys.unread(account), unread);
      return queries.invalidateQueries({ queryKey: notificationKeys.all(account) });
    },
    onError: fail,
  });
}

export function usePreferences(account: Address) {
  const gateway = useGateway();
  return useQuery({
    queryKey: notificationKeys.preferences(account),
    queryFn: ({ signal }) => gateway.get(routes.notificationPreferences(), notificationPreferencesSchema, { signal }),
  });
}

export function useSavePreferences(account: Address) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const fail = useFailureToast();
  const queryKey = notificationKeys.preferences(account);
  return useMutation({
    mutationFn: (body: NotificationPreferences) =>
      gateway.send("PUT", routes.notificationPreferences(), { body }, notificationPreferencesSchema),
    onSuccess: (saved) => queries.setQueryData(queryKey, saved),
    onError: fail,
  });
}

export function usePushSubscriptions(account: Address) {
  const gateway = useGateway();
  return useQuery({
    queryKey: notificationKeys.subscriptions(account),
    queryFn: ({ signal }) => gateway.get(routes.pushSubscriptions(), pushSubscriptionsResponseSchema, { signal }),
  });
}

function useFailureToast(): (error: unknown) => void {
  const toasts = useToasts();
  const explain = useExplain();
  return (error) => toasts.add({ tone: "negative", title: texts.failed, description: explain(error).what });
}
