"use client";

import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

export interface ErrorStateProps {
  /** What happened. */
  readonly what: ReactNode;
  /** What to do. */
  readonly advice?: ReactNode;
  /** For those who want to know exactly. */
  readonly detail?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  readonly isRetrying?: boolean;
  readonly action?: ReactNode;
}

/** Says what failed, what to do, and offers to try again. */
export function ErrorState({ what, advice, detail, onRetry, isRetrying = false, action }: ErrorStateProps) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-lg border border-line bg-surface p-4">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-negative" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{what}</p>
        {advice && <p className="mt-0.5 text-sm text-muted">{advice}</p>}
        {detail && <Details text={detail} />}
        {(onRetry || action) && (
          <div className="mt-3 flex flex-wrap gap-2">
            {onRetry && (
              <Button size="small" isBusy={isRetrying} onClick={onRetry}>
                Try again
              </Button>
            )}
            {action}
          </div>
        )}
      </div>
    </div>
  );
}

/** Raw words of a machine, folded away. */
export function Details({ text, label = "Details" }: { text: string; label?: string }) {
  return (
    <details className="mt-2 text-xs">
      <summary className="cursor-pointer text-muted hover:text-ink">{label}</summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
        tabIndex={0}
        className="mt-1 max-h-40 overflow-auto rounded bg-sunken p-2 font-mono whitespace-pre-wrap break-words text-muted"
      >
        {text}
      </pre>
    </details>
  );
}
