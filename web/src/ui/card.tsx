import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

export interface CardProps {
  readonly title?: ReactNode;
  /** Right of the title. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** Without padding, for tables and lists that reach the edges. */
  readonly isFlush?: boolean;
}

/** A surface with a heading: one part of a page. */
export function Card({ title, aside, children, className, isFlush = false }: CardProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx("min-w-0 rounded-lg border border-line bg-surface", className)}
    >
      {title && (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-4 py-2">
          <h2 id={id} className="text-sm font-semibold">
            {title}
          </h2>
          {aside && <div className="text-xs text-muted">{aside}</div>}
        </header>
      )}
      <div className={isFlush ? undefined : "p-4"}>{children}</div>
    </section>
  );
}
