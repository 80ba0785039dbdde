"use client";

import { Bell as BellIcon } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { Address } from "viem";
import { QueryError } from "../../components/query-error.tsx";
import { SignInButton } from "../../components/session/sign-in-button.tsx";
import { useSession } from "../../lib/session/use-session.ts";
import { useSessionWatch } from "../../lib/session/use-session-watch.ts";
import { notificationTexts as texts } from "../../texts/notifications.ts";
import { sessionTexts } from "../../texts/session.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Popover } from "../../ui/popover.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { NotificationItem } from "./notification-item.tsx";
import { useMarkRead, useNotifications, useUnread } from "./queries.ts";
import { useNotificationStream } from "./use-notification-stream.ts";

/** In the header: how many are unread, and the newest. Nothing for visitors without a wallet. */
export function Bell() {
  const standing = useSession();
  if (standing.kind === "signed-in") {
    const { account } = standing.session;
    return <AccountBell key={account} account={account} />;
  }
  if (standing.kind === "mismatch") return <ClosedBell />;
  return standing.kind === "signed-out" && standing.wallet ? <ClosedBell /> : null;
}

/** Signed out, or signed in as somebody else than the wallet shows. */
function ClosedBell() {
  const [isOpen, setOpen] = useState(false);
  const trigger = (
    <IconButton label={texts.bellSignedOut}>
      <BellIcon aria-hidden="true" className="size-4.5" />
    </IconButton>
  );
  return (
    <Popover trigger={trigger} title={texts.title} isOpen={isOpen} onOpenChange={setOpen}>
      <EmptyState title={sessionTexts.needed.title} action={<SignInButton />}>
        {texts.purpose} {sessionTexts.free}
      </EmptyState>
    </Popover>
  );
}

/** The badge has room for two figures. */
const MOST_SHOWN = 99;

function AccountBell({ account }: { account: Address }) {
  const [isOpen, setOpen] = useState(false);
  const isLive = useNotificationStream(account);
  useSessionWatch();
  const unread = useUnread(account).data ?? 0;
  const trigger = (
    <IconButton label={texts.bell(unread)}>
      <BellIcon aria-hidden="true" className="size-4.5" />
      {unread > 0 && (
        <span
          aria-hidden="true"
          className="absolute top-0 right-0 min-w-4 rounded-full bg-accent px-1 text-center text-[0.625rem] leading-4 font-semibold text-on-accent"
        >
          {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
        </span>
      )}
    </IconButton>
  );
  return (
    <>
      <span role="status" className="sr-only">
        {unread > 0 && texts.bell(unread)}
      </span>
      <Popover trigger={trigger} title={texts.title} isOpen={isOpen} onOpenChange={setOpen}>
        <Newest account={account} unread={unread} isLive={isLive} onClose={() => setOpen(false)} />
      </Popover>
    </>
  );
}

const MOST_NEWEST = 6;

interface NewestProps {
  readonly account: Address;
  readonly unread: number;
  readonly isLive: boolean;
  readonly onClose: () => void;
}

function Newest({ account, unread, isLive, onClose }: NewestProps) {
  const query = useNotifications(account);
  const markRead = useMarkRead(account);
  const newest = query.data?.pages[0]?.notifications.slice(0, MOST_NEWEST);
  const upTo = newest?.[0]?.id;
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {!isLive && <p className="border-b border-line px-4 py-2 text-xs text-muted">{texts.lineBroken}</p>}
        {query.isError && !newest && (
          <div className="p-3">
            <QueryError query={query} />
          </div>
        )}
        {query.isPending && (
          <div className="p-4">
            <SkeletonLines count={4} />
          </div>
        )}
        {newest?.length === 0 && <EmptyState title={texts.none}>{texts.noneText}</EmptyState>}
        <ul className="divide-y divide-line">
          {newest?.map((notification) => (
            <li key={notification.id} className="px-4 py-2.5">
              <NotificationItem
                notification={notification}
                isBrief
                onRead={(id) => markRead.mutate({ ids: [id] })}
                onFollow={onClose}
              />
            </li>
          ))}
        </ul>
      </div>
      <div className="flex items-center justify-between gap-2 border-t border-line px-4 py-2">
        <Link href="/account/notifications" onClick={onClose} className="text-sm text-accent hover:underline">
          {texts.all}
        </Link>
        {unread > 0 && upTo !== undefined && (
          <Button size="small" isBusy={markRead.isPending} onClick={() => markRead.mutate({ upTo })}>
            {texts.markAll}
          </Button>
        )}
      </div>
    </>
  );
}
