import {
  NOTIFICATION_KINDS,
  type NotificationPreferences,
  notificationPreferencesSchema,
} from "@computehive/protocol/api/notification";

/** Who never chose is told everything; a push comes only to who subscribed. */
export function defaultPreferences(): NotificationPreferences {
  const kinds = Object.fromEntries(NOTIFICATION_KINDS.map((kind) => [kind, { page: true, push: true }]));
  return notificationPreferencesSchema.parse({ kinds });
}

/** What was stored, with the usual choice for kinds that are newer than it. */
export function readPreferences(stored: string | undefined): NotificationPreferences {
  const usual = defaultPreferences();
  if (stored === undefined) return usual;
  const { kinds } = JSON.parse(stored) as NotificationPreferences;
  return notificationPreferencesSchema.parse({ kinds: { ...usual.kinds, ...kinds } });
}
