"use client";

import {
  NOTIFICATION_KINDS,
  type NotificationKind,
  type NotificationPreferences,
} from "@computehive/protocol/api/notification";
import { useState } from "react";
import type { Address } from "viem";
import { QueryError } from "../../components/query-error.tsx";
import { notificationTexts } from "../../texts/notifications.ts";
import { Card } from "../../ui/card.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { type Audience, NOTIFICATION_FACTS } from "./describe-notification.ts";
import { usePreferences, useSavePreferences } from "./queries.ts";

const texts = notificationTexts.preferences;
const GROUPS: readonly Audience[] = ["buyer", "provider", "both"];

/** Which kinds are kept, and which are pushed. */
export function Preferences({ account }: { account: Address }) {
  const query = usePreferences(account);
  const save = useSavePreferences(account);
  const [chosen, setChosen] = useState<NotificationPreferences>();
  const data = chosen ?? query.data;
  if (query.isError && !data) return <QueryError query={query} />;
  const change = (kind: NotificationKind, part: Partial<NotificationPreferences["kinds"][NotificationKind]>) => {
    if (!data) return;
    const next = { kinds: { ...data.kinds, [kind]: { ...data.kinds[kind], ...part } } };
    // Shown at once, and taken back where the gateway does not take it.
    setChosen(next);
    save.mutate(next, { onSettled: () => setChosen(undefined) });
  };
  return (
    <Card title={texts.title} isFlush>
      {!data && (
        <div className="p-4">
          <SkeletonLines count={8} />
        </div>
      )}
      {data && (
        <table className="w-full text-sm">
          <caption className="sr-only">{texts.title}</caption>
          <thead>
            <tr className="border-b border-line text-left text-xs text-muted">
              <th scope="col" className="px-4 py-2 font-medium">
                {texts.kind}
              </th>
              <th scope="col" className="px-2 py-2 text-center font-medium">
                {texts.page}
              </th>
              <th scope="col" className="px-4 py-2 text-center font-medium">
                {texts.push}
              </th>
            </tr>
          </thead>
          {GROUPS.map((audience) => (
            <tbody key={audience} className="divide-y divide-line border-b border-line last:border-0">
              <tr>
                <th
                  scope="colgroup"
                  colSpan={3}
                  className="bg-sunken px-4 py-1.5 text-left text-xs font-medium text-muted"
                >
                  {texts.audiences[audience]}
                </th>
              </tr>
              {NOTIFICATION_KINDS.filter((kind) => NOTIFICATION_FACTS[kind].audience === audience).map((kind) => (
                <KindRow key={kind} kind={kind} choice={data.kinds[kind]} onChange={(part) => change(kind, part)} />
              ))}
            </tbody>
          ))}
        </table>
      )}
      <p className="border-t border-line px-4 py-2 text-xs text-muted">{texts.pushHint}</p>
    </Card>
  );
}

interface KindRowProps {
  readonly kind: NotificationKind;
  readonly choice: { readonly page: boolean; readonly push: boolean };
  readonly onChange: (part: { page?: boolean; push?: boolean }) => void;
}

function KindRow({ kind, choice, onChange }: KindRowProps) {
  const title = notificationTexts.titles[kind];
  return (
    <tr>
      <th scope="row" className="px-4 py-2 text-left font-normal">
        {title}
      </th>
      <td className="px-2 text-center">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={`${title}: ${texts.page}`}
          checked={choice.page}
          onChange={({ target }) => onChange({ page: target.checked })}
        />
      </td>
      <td className="px-4 text-center">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          aria-label={`${title}: ${texts.push}`}
          checked={choice.page && choice.push}
          disabled={!choice.page}
          onChange={({ target }) => onChange({ push: target.checked })}
        />
      </td>
    </tr>
  );
}
