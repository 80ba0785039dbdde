import type { ReactNode } from "react";
import { Skeleton } from "./skeleton.tsx";

export interface StatProps {
  readonly label: ReactNode;
  /** Nothing while it is on its way. */
  readonly value: ReactNode | undefined;
  readonly note?: ReactNode;
}

/** One figure with its name. */
export function Stat({ label, value, note }: StatProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-0.5 truncate text-xl font-semibold tracking-tight">
        {value === undefined ? <Skeleton className="h-6 w-20" /> : value}
      </dd>
      {note && <dd className="text-xs text-muted">{note}</dd>}
    </div>
  );
}

/** Several figures beside each other. */
export function Stats({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]">{children}</dl>
  );
}
