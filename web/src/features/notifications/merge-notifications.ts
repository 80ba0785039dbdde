import type { Notification } from "@computehive/protocol/api/notification";

/** Adds what the stream told to what was listed: newest first, each once, what was read stays read. */
export function mergeNotifications(
  listed: readonly Notification[],
  told: readonly Notification[],
): readonly Notification[] {
  if (told.length === 0) return listed;
  const byId = new Map<number, Notification>();
  for (const notification of [...told, ...listed]) {
    const known = byId.get(notification.id);
    byId.set(notification.id, known?.read ? known : notification);
  }
  return [...byId.values()].sort((a, b) => b.id - a.id);
}
