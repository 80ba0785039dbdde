import type { ReactNode } from "react";

export interface EmptyStateProps {
  /** What is not here. */
  readonly title: ReactNode;
  /** Why, or what would bring something here. */
  readonly children?: ReactNode;
  /** The way on. */
  readonly action?: ReactNode;
}

/** Says that there is nothing, and what to do about it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-1.5 px-4 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children && <p className="max-w-md text-sm text-muted">{children}</p>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
