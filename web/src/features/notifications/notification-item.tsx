"use client";

import type { Notification } from "@computehive/protocol/api/notification";
import Link from "next/link";
import { Address } from "../../components/address.tsx";
import { Amount } from "../../components/amount.tsx";
import { Time } from "../../components/time.tsx";
import { notificationTexts as texts } from "../../texts/notifications.ts";
import { Dot } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { hrefOf, NOTIFICATION_FACTS } from "./describe-notification.ts";

export interface NotificationItemProps {
  readonly notification: Notification;
  readonly onRead: (id: number) => void;
  /** Without buttons and addresses, for the bell. */
  readonly isBrief?: boolean;
  readonly onFollow?: () => void;
}

/** One notification: what, when, and the way to it. To follow it is to have read it. */
export function NotificationItem({ notification, onRead, isBrief = false, onFollow }: NotificationItemProps) {
  const { id, kind, at, read, facts } = notification;
  const href = hrefOf(notification);
  const follow = () => {
    if (!read) onRead(id);
    onFollow?.();
  };
  const title = <span className={read ? "text-sm" : "text-sm font-semibold"}>{texts.titles[kind]}</span>;
  return (
    <div className="flex items-start gap-3">
      <span className="mt-1.5 w-2 shrink-0">
        {!read && (
          <>
            <Dot tone={NOTIFICATION_FACTS[kind].tone} />
            <span className="sr-only">{texts.unread}</span>
          </>
        )}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          {href ? (
            <Link href={href} onClick={follow} className="hover:underline">
              {title}
            </Link>
          ) : (
            title
          )}
          <span className="text-xs text-muted">
            <Time value={at} />
          </span>
        </div>
        <p className="text-sm text-muted">
          <Sentence notification={notification} />
          {!isBrief && facts.node && (
            <>
              {" "}
              <Address value={facts.node} href={`/nodes/${facts.node}`} withCopy={false} />
            </>
          )}
        </p>
      </div>
      {!isBrief && !read && (
        <Button size="small" variant="quiet" onClick={() => onRead(id)}>
          {texts.markOne}
        </Button>
      )}
    </div>
  );
}

function Sentence({ notification: { kind, facts } }: { notification: Notification }) {
  const sentence = texts.sentences[kind];
  if (kind === "verdict") {
    return (
      <>
        {sentence} {facts.finding ? texts.findings[facts.finding] : "…"}.
      </>
    );
  }
  if (!sentence.endsWith(":")) return <>{sentence}</>;
  if (facts.amount === undefined) return null;
  return (
    <>
      {sentence} <Amount value={BigInt(facts.amount)} />
    </>
  );
}
