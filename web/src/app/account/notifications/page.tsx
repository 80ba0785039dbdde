import type { Metadata } from "next";
import { AccountFrame } from "../../../features/account/account-frame.tsx";
import { NotificationsPanel } from "../../../features/notifications/notifications-panel.tsx";
import { notificationTexts } from "../../../texts/notifications.ts";

export const metadata: Metadata = { title: notificationTexts.title };

export default function Page() {
  return (
    <AccountFrame title={notificationTexts.title} lead={notificationTexts.lead}>
      <NotificationsPanel />
    </AccountFrame>
  );
}
