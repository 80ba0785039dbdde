import { Check, CircleDashed, CircleHelp, LoaderCircle, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** `unknown`: it is past, and nobody said how it went. */
export type TimelineState = "done" | "active" | "waiting" | "failed" | "unknown";

export interface TimelineItem {
  readonly key: string;
  readonly state: TimelineState;
  readonly title: ReactNode;
  /** When, at the right end. */
  readonly time?: ReactNode;
  /** Why, or what it means. */
  readonly children?: ReactNode;
}

const ICONS = { done: Check, active: LoaderCircle, waiting: CircleDashed, failed: X, unknown: CircleHelp } as const;
const COLOURS = {
  done: "border-positive text-positive",
  active: "border-accent text-accent",
  waiting: "border-line-strong text-muted",
  failed: "border-negative text-negative",
  unknown: "border-line-strong text-muted",
} as const satisfies Record<TimelineState, string>;
const WORDS = { done: "Done", active: "Now", waiting: "Not yet", failed: "Failed", unknown: "Not known" } as const;

/** What happened in its order, and what comes. */
export function Timeline({ label, items }: { label: string; items: readonly TimelineItem[] }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {items.map(({ key, state, title, time, children }, index) => {
        const Icon = ICONS[state];
        return (
          <li key={key} className="relative flex gap-3 pb-4 last:pb-0" aria-current={state === "active" || undefined}>
            {index < items.length - 1 && (
              <span aria-hidden="true" className="absolute top-6 bottom-0 left-[0.6875rem] w-px bg-line" />
            )}
            <span
              className={cx(
                "z-1 inline-flex size-5.5 shrink-0 items-center justify-center rounded-full border bg-surface",
                COLOURS[state],
              )}
            >
              <Icon
                aria-hidden="true"
                className={cx("size-3", state === "active" && "animate-spin motion-reduce:animate-none")}
              />
              <span className="sr-only">{WORDS[state]}</span>
            </span>
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className={cx("text-sm font-medium", state === "waiting" && "text-muted")}>{title}</span>
                {time && <span className="text-xs text-muted">{time}</span>}
              </div>
              {children && <div className="mt-0.5 text-sm text-muted">{children}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
