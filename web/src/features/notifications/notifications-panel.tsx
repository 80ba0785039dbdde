"use client";

import { SessionGate } from "../../components/session/session-gate.tsx";
import { notificationTexts as texts } from "../../texts/notifications.ts";
import { NotificationList } from "./notification-list.tsx";
import { Preferences } from "./preferences.tsx";
import { PushPanel } from "./push-panel.tsx";

/** List, preferences and pushes of whoever is signed in. */
export function NotificationsPanel() {
  return (
    <SessionGate purpose={texts.purpose}>
      {({ account }) => (
        <div className="grid items-start gap-5 xl:grid-cols-[3fr_2fr]">
          <NotificationList account={account} />
          <div className="flex flex-col gap-5">
            <PushPanel account={account} />
            <Preferences account={account} />
          </div>
        </div>
      )}
    </SessionGate>
  );
}
