import { cx } from "./cx.ts";

/** Stands where something will be, in its size: `<Skeleton className="h-4 w-24" />`. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cx("skeleton inline-block rounded align-middle", className ?? "h-4 w-24")} />
  );
}

/** Several lines of text that are on their way. */
export function SkeletonLines({ count = 3 }: { count?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2">
      {Array.from({ length: count }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a skeleton have no other name.
        <Skeleton key={line} className={cx("h-4", line === count - 1 ? "w-2/3" : "w-full")} />
      ))}
    </div>
  );
}
