import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { TONE_CLASSES, type Tone } from "./tone.ts";

const ICONS = {
  neutral: Info,
  accent: Info,
  positive: CircleCheck,
  caution: TriangleAlert,
  negative: CircleX,
} as const;

export interface NoticeProps {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** Read aloud as soon as it appears. */
  readonly isUrgent?: boolean;
}

/** A remark within a page. */
export function Notice({ tone = "neutral", title, children, action, isUrgent = false }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div
      role={isUrgent ? "alert" : undefined}
      className={cx("flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm", TONE_CLASSES[tone])}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-ink">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={title ? "mt-0.5 text-muted" : undefined}>{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
