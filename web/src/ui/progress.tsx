import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import type { Tone } from "./tone.ts";

export interface ProgressProps {
  /** What goes on, read aloud. */
  readonly label: string;
  /** From 0 to 1; nothing where the end is not known. */
  readonly value?: number | undefined;
  /** Right below the bar: "3.2 of 12 MB". */
  readonly note?: ReactNode;
  readonly tone?: Tone;
}

/** How far something is. */
export function Progress({ label, value, note, tone = "accent" }: ProgressProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  const colour = tone === "negative" ? "bg-negative" : tone === "positive" ? "bg-positive" : "bg-accent";
  return (
    <div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={cx(
            "h-full rounded-full transition-[width]",
            colour,
            percent === undefined && "w-1/3 animate-pulse",
          )}
          style={percent === undefined ? undefined : { width: `${percent}%` }}
        />
      </div>
      {note && <p className="mt-1 text-xs text-muted">{note}</p>}
    </div>
  );
}
