import { jobTexts } from "../../../texts/job.ts";
import type { DataTable } from "./table-of.ts";

/** A program's table in a box that scrolls. */
export function DataTableView({ table: { header, rows, rowCount, columnCount } }: { table: DataTable }) {
  return (
    <>
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
        tabIndex={0}
        className="max-h-96 overflow-auto rounded border border-line"
      >
        <table className="w-full border-collapse text-xs">
          <thead className="sticky top-0 bg-sunken text-left text-muted">
            <tr>
              {header.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their place, and names may repeat.
                <th key={index} scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line font-mono">
            {rows.map((row, line) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their place.
              <tr key={line}>
                {row.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their place.
                  <td key={index} className="max-w-80 truncate px-3 py-1" title={cell}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-1 text-xs text-muted">
        {jobTexts.result.rows(rows.length, rowCount, header.length, columnCount)}
      </p>
    </>
  );
}
