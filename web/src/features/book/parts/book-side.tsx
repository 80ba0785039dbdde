"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useRef } from "react";
import { cx } from "../../../ui/cx.ts";
import type { BookRow } from "../model/arrange.ts";
import type { BookEntry } from "../model/entries.ts";

export const ROW_HEIGHT = 36;
const OVERSCAN = 8;

export interface SideColumn<E extends BookEntry> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: BookRow<E>) => ReactNode;
  readonly isNumeric?: boolean;
  /** Left out where the side is narrow. */
  readonly isSecondary?: boolean;
}

export interface BookSideProps<E extends BookEntry> {
  readonly caption: string;
  readonly rows: readonly BookRow<E>[];
  readonly columns: readonly SideColumn<E>[];
  /** `grid-template-columns` of a narrow and of a wide side. */
  readonly grid: { readonly narrow: string; readonly wide: string };
  readonly barClass: string;
}

/** One side of the book: thousands of rows of which only those in sight exist. Behind each, its depth as a bar. */
export function BookSide<E extends BookEntry>({ caption, rows, columns, grid, barClass }: BookSideProps<E>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: (index) => rows[index]?.entry.id ?? index,
  });
  const gridStyle = { "--narrow": grid.narrow, "--wide": grid.wide } as CSSProperties;
  const gridClass = "grid grid-cols-[var(--narrow)] items-center gap-x-3 px-4 @lg:grid-cols-[var(--wide)]";
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of sight are not in the document, which a table element does not allow for.
    <div
      role="table"
      aria-label={caption}
      aria-rowcount={rows.length + 1}
      className="@container text-sm"
      style={gridStyle}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div
        role="row"
        aria-rowindex={1}
        tabIndex={-1}
        className={cx(gridClass, "h-8 border-b border-line text-xs text-muted")}
      >
        {columns.map(({ key, header, isNumeric, isSecondary }) => (
          // biome-ignore lint/a11y/useSemanticElements: as above.
          <div
            key={key}
            role="columnheader"
            tabIndex={-1}
            className={cx("truncate font-medium", isNumeric && "text-right", isSecondary && "hidden @lg:block")}
          >
            {header}
          </div>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      <div
        ref={scroller}
        role="rowgroup"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
        tabIndex={0}
        aria-label={caption}
        className="relative h-[22rem] overflow-y-auto overscroll-contain"
      >
        <div style={{ height: virtual.getTotalSize() }} className="relative">
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above.
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                tabIndex={-1}
                className={cx(gridClass, "absolute inset-x-0 top-0 h-9 hover:bg-hover")}
                style={{ transform: `translateY(${start}px)` }}
              >
                <span
                  aria-hidden="true"
                  className={cx("absolute inset-y-px right-0 -z-0 w-full origin-right opacity-60", barClass)}
                  style={{ transform: `scaleX(${row.share})` }}
                />
                {columns.map(({ key: column, cell, isNumeric, isSecondary }) => (
                  // biome-ignore lint/a11y/useSemanticElements: as above.
                  <div
                    key={column}
                    role="cell"
                    className={cx("relative truncate", isNumeric && "text-right", isSecondary && "hidden @lg:block")}
                  >
                    {cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
