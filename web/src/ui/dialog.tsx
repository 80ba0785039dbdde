"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { cx } from "./cx.ts";
import { wrapFocus } from "./wrap-focus.ts";

export interface DialogProps {
  readonly isOpen: boolean;
  /** Called with false by Escape, the cross and a press beside the window; stays open where it is ignored. */
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly footer?: ReactNode;
  readonly size?: "small" | "medium" | "large";
}

const SIZES = { small: "sm:max-w-sm", medium: "sm:max-w-lg", large: "sm:max-w-3xl" } as const;

/** A window over the page: keeps the focus, closes with Escape, gives the focus back. A sheet at the foot of small screens. */
export function Dialog(props: DialogProps) {
  // Nothing around it can hide or clip it.
  return props.isOpen && typeof document !== "undefined" ? createPortal(<Window {...props} />, document.body) : null;
}

function Window({ onOpenChange, title, description, children, footer, size = "medium" }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = () => onOpenChange(false);

  // Before the element leaves the page, so that the browser gives the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLDialogElement>) => {
    if (event.key === "Tab") wrapFocus(event);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    // The owner decides whether it closes; the browser would not ask.
    event.preventDefault();
    close();
  };

  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={({ target }) => target === dialog.current && close()}
      className={cx(
        "fixed inset-x-0 top-auto bottom-0 m-0 flex max-h-[88dvh] w-full max-w-none flex-col rounded-t-xl border border-line bg-surface p-0 text-ink shadow-raised outline-none backdrop:bg-overlay",
        "sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[calc(100vw-3rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl",
        SIZES[size],
      )}
    >
      <header className="flex items-start justify-between gap-4 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <h2 id={`${id}-title`} className="text-lg font-semibold">
            {title}
          </h2>
          {description && (
            <div id={`${id}-description`} className="mt-0.5 text-sm text-muted">
              {description}
            </div>
          )}
        </div>
        <button
          type="button"
          aria-label="Close"
          onClick={close}
          className="-m-1 inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4">{children}</div>
      {footer && (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
          {footer}
        </footer>
      )}
    </dialog>
  );
}
