import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { TONE_CLASSES, type Tone } from "./tone.ts";

/** A word in a quiet box. */
export function Badge({ tone = "neutral", children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-xs font-medium whitespace-nowrap",
        TONE_CLASSES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** A round mark of a state; words must stand beside it. */
export function Dot({ tone }: { tone: Tone }) {
  const colours = {
    neutral: "bg-control",
    accent: "bg-accent",
    positive: "bg-positive",
    caution: "bg-caution",
    negative: "bg-negative",
  } as const;
  return <span aria-hidden="true" className={cx("inline-block size-2 shrink-0 rounded-full", colours[tone])} />;
}
