"use client";

import { useState } from "react";
import type { Address } from "viem";
import { QueryError } from "../../components/query-error.tsx";
import { notificationTexts as texts } from "../../texts/notifications.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { CheckField } from "../../ui/field.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { NotificationItem } from "./notification-item.tsx";
import { useMarkRead, useNotifications, useUnread } from "./queries.ts";

/** Everything the account was told, newest first. */
export function NotificationList({ account }: { account: Address }) {
  const [onlyUnread, setOnlyUnread] = useState(false);
  const query = useNotifications(account, { onlyUnread });
  const markRead = useMarkRead(account);
  const unread = useUnread(account).data ?? 0;
  const all = query.data?.pages.flatMap(({ notifications }) => notifications);
  const shown = onlyUnread ? all?.filter(({ read }) => !read) : all;
  const upTo = all?.[0]?.id;
  if (query.isError && !query.data) return <QueryError query={query} />;
  return (
    <Card
      title={texts.list}
      isFlush
      aside={
        <span className="flex items-center gap-4">
          <CheckField
            label={texts.onlyUnread}
            checked={onlyUnread}
            onChange={({ target }) => setOnlyUnread(target.checked)}
          />
          {unread > 0 && upTo !== undefined && (
            <Button size="small" isBusy={markRead.isPending} onClick={() => markRead.mutate({ upTo })}>
              {texts.markAll}
            </Button>
          )}
        </span>
      }
    >
      {!shown && (
        <div className="p-4">
          <SkeletonLines count={6} />
        </div>
      )}
      {shown?.length === 0 && (
        <EmptyState title={onlyUnread ? texts.noneUnread : texts.none}>{texts.noneText}</EmptyState>
      )}
      <ul aria-label={texts.list} className="divide-y divide-line">
        {shown?.map((notification) => (
          <li key={notification.id} className="px-4 py-3">
            <NotificationItem notification={notification} onRead={(id) => markRead.mutate({ ids: [id] })} />
          </li>
        ))}
      </ul>
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
      />
    </Card>
  );
}
