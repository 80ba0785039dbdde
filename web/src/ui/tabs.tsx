"use client";

import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { cx } from "./cx.ts";

export interface Tab<T extends string = string> {
  readonly value: T;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value?: T;
  readonly defaultValue?: T;
  readonly onValueChange?: (value: T) => void;
}

/** Panels of which one is seen. Arrow keys move between their tabs. */
export function Tabs<T extends string>({ label, tabs, value, defaultValue, onValueChange }: TabsProps<T>) {
  const id = useId();
  const [own, setOwn] = useState(defaultValue ?? tabs[0]?.value);
  const chosen = value ?? own;
  const panel = tabs.find((tab) => tab.value === chosen) ?? tabs[0];

  const choose = (next: T) => {
    setOwn(next);
    onValueChange?.(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex((tab) => tab.value === panel?.value);
    const next = tabs[nextIndex(event.key, at, tabs.length)];
    if (!next) return;
    event.preventDefault();
    choose(next.value);
    document.getElementById(`${id}-tab-${next.value}`)?.focus();
  };

  return (
    <div>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        tabIndex={-1}
        className="flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => {
          const isChosen = tab.value === panel?.value;
          return (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-tab-${tab.value}`}
              aria-selected={isChosen}
              aria-controls={isChosen ? `${id}-panel` : undefined}
              tabIndex={isChosen ? 0 : -1}
              onClick={() => choose(tab.value)}
              className={cx(
                "-mb-px shrink-0 border-b-2 px-3 py-2 text-sm font-medium hover:text-ink",
                isChosen ? "border-accent text-ink" : "border-transparent text-muted",
              )}
            >
              {tab.label}
            </button>
          );
        })}
      </div>
      {panel && (
        <div
          key={panel.value}
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-tab-${panel.value}`}
          className="pt-4"
        >
          {panel.content}
        </div>
      )}
    </div>
  );
}

/** Where a key leads; nowhere for other keys. */
function nextIndex(key: string, at: number, count: number): number {
  if (key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowLeft") return (at - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : -1;
}
