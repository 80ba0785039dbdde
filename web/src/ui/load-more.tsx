"use client";

import { Button } from "./button.tsx";

export interface LoadMoreProps {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onLoad: () => void;
  /** "Showing 50 jobs". */
  readonly shown?: string;
}

/** The foot of a list that is read page by page. */
export function LoadMore({ hasMore, isLoading, onLoad, shown }: LoadMoreProps) {
  if (!hasMore && !shown) return null;
  return (
    <div className="flex items-center justify-between gap-3 border-t border-line px-4 py-2.5 text-xs text-muted">
      <span role="status">{shown}</span>
      {hasMore && (
        <Button size="small" isBusy={isLoading} onClick={onLoad}>
          {isLoading ? "Loading…" : "Show more"}
        </Button>
      )}
    </div>
  );
}
