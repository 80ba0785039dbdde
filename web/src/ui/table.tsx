import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Skeleton } from "./skeleton.tsx";

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the right end. */
  readonly isNumeric?: boolean;
  /** Left out of the cards of small screens, where `card` does not say otherwise. */
  readonly isSecondary?: boolean;
  readonly className?: string;
}

export interface TableProps<Row> {
  /** What the table holds; read aloud. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Nothing while they are on their way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** Stands instead of an empty table. */
  readonly empty: ReactNode;
  /** A row on a small screen; by default the columns as facts below each other. */
  readonly card?: (row: Row) => ReactNode;
  /** How many rows of skeleton. */
  readonly expected?: number;
}

/** Rows in columns; on small screens a card each. Loading, empty and present look alike, so nothing jumps. */
export function Table<Row>({ caption, columns, rows, rowKey, empty, card, expected = 5 }: TableProps<Row>) {
  if (rows?.length === 0) return <>{empty}</>;
  return (
    <>
      <div className="hidden overflow-x-auto md:block">
        <table className="w-full border-collapse text-sm" aria-busy={rows === undefined}>
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="border-b border-line text-left text-xs text-muted">
              {columns.map(({ key, header, isNumeric, className }) => (
                <th
                  key={key}
                  scope="col"
                  className={cx("h-9 px-4 font-medium whitespace-nowrap", isNumeric && "text-right", className)}
                >
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows
              ? rows.map((row) => (
                  <tr key={rowKey(row)} className="hover:bg-hover">
                    {columns.map(({ key, cell, isNumeric, className }) => (
                      <td key={key} className={cx("h-10 px-4 py-1.5", isNumeric && "text-right", className)}>
                        {cell(row)}
                      </td>
                    ))}
                  </tr>
                ))
              : skeletonRows(expected, columns)}
          </tbody>
        </table>
      </div>
      <ul aria-label={caption} className="divide-y divide-line md:hidden">
        {rows
          ? rows.map((row) => (
              <li key={rowKey(row)} className="px-4 py-3">
                {card ? card(row) : <Facts row={row} columns={columns} />}
              </li>
            ))
          : Array.from({ length: expected }, (_, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have no other name.
              <li key={line} className="flex flex-col gap-2 px-4 py-3">
                <Skeleton className="h-4 w-1/2" />
                <Skeleton className="h-4 w-3/4" />
              </li>
            ))}
      </ul>
    </>
  );
}

function skeletonRows<Row>(count: number, columns: readonly Column<Row>[]): ReactNode {
  return Array.from({ length: count }, (_, line) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have no other name.
    <tr key={line}>
      {columns.map(({ key, isNumeric }) => (
        <td key={key} className={cx("h-10 px-4", isNumeric && "text-right")}>
          <Skeleton className="h-4 w-20" />
        </td>
      ))}
    </tr>
  ));
}

function Facts<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <dl className="flex flex-col gap-1">
      {columns
        .filter(({ isSecondary }) => !isSecondary)
        .map(({ key, header, cell }) => (
          <div key={key} className="flex items-baseline justify-between gap-4 text-sm">
            <dt className="shrink-0 text-muted">{header}</dt>
            <dd className="min-w-0 text-right break-words">{cell(row)}</dd>
          </div>
        ))}
    </dl>
  );
}
