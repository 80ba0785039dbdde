import type { ReactNode } from "react";

export interface KeyValue {
  readonly label: ReactNode;
  readonly value: ReactNode;
  /** Under the value: what it means. */
  readonly note?: ReactNode;
}

export interface KeyValuesProps {
  readonly items: readonly (KeyValue | false | undefined)[];
  /** In a side column: short values at the right end, long ones below their name. */
  readonly isNarrow?: boolean;
}

const WIDE = "grid gap-x-6 gap-y-0.5 py-2 sm:grid-cols-[minmax(9rem,13rem)_1fr]";
const NARROW = "flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2";

/** Facts below each other: name on the left, value on the right; below each other on small screens. */
export function KeyValues({ items, isNarrow = false }: KeyValuesProps) {
  const shown = items.filter((item): item is KeyValue => Boolean(item));
  return (
    <dl className="divide-y divide-line">
      {shown.map(({ label, value, note }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a list of facts keeps its order.
          key={index}
          className={isNarrow ? NARROW : WIDE}
        >
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="min-w-0 text-sm break-words">
            {value}
            {note && !isNarrow && <div className="mt-0.5 text-xs text-muted">{note}</div>}
          </dd>
          {note && isNarrow && <dd className="w-full text-xs text-muted">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
