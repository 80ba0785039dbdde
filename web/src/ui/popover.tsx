"use client";

import { cloneElement, type ReactElement, type ReactNode, type ToggleEvent, useEffect, useId, useRef } from "react";
import { cx } from "./cx.ts";

export interface PopoverProps {
  /** A button; what happens when it is pressed is filled in here. */
  readonly trigger: ReactElement;
  /** Heading, read aloud when it opens. */
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly children: ReactNode;
  readonly size?: "small" | "medium";
}

const SIZES = { small: "w-[min(18rem,calc(100vw-1.5rem))]", medium: "w-[min(24rem,calc(100vw-1.5rem))]" } as const;
/** Pixels to the button, and to the edge of the screen. */
const GAP = 6;
const MARGIN = 12;

/** A small window that hangs on its button; closes with Escape and by a press beside it. Its content exists while it is open. */
export function Popover({ trigger, title, isOpen, onOpenChange, children, size = "medium" }: PopoverProps) {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const popup = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = popup.current;
    if (!element || element.matches(":popover-open") === isOpen) return;
    if (isOpen) element.showPopover();
    else element.hidePopover();
  }, [isOpen]);

  const place = () => {
    if (!anchor.current || !popup.current) return;
    const { bottom, right } = anchor.current.getBoundingClientRect();
    const { style, offsetWidth } = popup.current;
    const screen = document.documentElement.clientWidth;
    const wanted = Math.max(MARGIN, screen - right);
    style.top = `${bottom + GAP}px`;
    style.right = `${Math.max(MARGIN, Math.min(wanted, screen - offsetWidth - MARGIN))}px`;
  };

  const onToggle = ({ newState }: ToggleEvent<HTMLDivElement>) => {
    onOpenChange(newState === "open");
    if (newState !== "open") return;
    place();
    popup.current?.focus();
  };

  return (
    <>
      <span ref={anchor} className="inline-flex">
        {cloneElement(trigger as ReactElement<Record<string, unknown>>, {
          popoverTarget: id,
          "aria-haspopup": "dialog",
          "aria-expanded": isOpen,
        })}
      </span>
      <div
        ref={popup}
        id={id}
        popover="auto"
        role="dialog"
        aria-labelledby={`${id}-title`}
        tabIndex={-1}
        onToggle={onToggle}
        className={cx(
          "fixed inset-auto m-0 max-h-[min(32rem,80dvh)] flex-col overflow-y-auto rounded-lg border border-line bg-surface p-0 text-ink shadow-raised outline-none open:flex",
          SIZES[size],
        )}
      >
        <h2 id={`${id}-title`} className="border-b border-line px-4 py-2.5 text-sm font-semibold">
          {title}
        </h2>
        {isOpen && children}
      </div>
    </>
  );
}
