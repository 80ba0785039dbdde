import type { ReactNode } from "react";

export interface KeyValue {
  readonly label: ReactNode;
  readonly value: ReactNode;
  /** Under the value: what it means. */
  readonly note?: ReactNode;
}

/** Facts below each other: name on the left, value on the right; below each other on small screens. */
export function KeyValues({ items }: { items: readonly (KeyValue | false | undefined)[] }) {
  const shown = items.filter((item): item is KeyValue => Boolean(item));
  return (
    <dl className="divide-y divide-line">
      {shown.map(({ label, value, note }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a list of facts keeps its order.
          key={index}
          className="grid gap-x-6 gap-y-0.5 py-2 sm:grid-cols-[minmax(9rem,13rem)_1fr]"
        >
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="min-w-0 text-sm break-words">
            {value}
            {note && <div className="mt-0.5 text-xs text-muted">{note}</div>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
