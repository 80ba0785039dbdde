import { type AsOf, DEFAULT_PAGE } from "@computehive/protocol/indexer-api/common";
import { RefusedError } from "./refusal.ts";

export interface PageQuery {
  readonly cursor?: string;
  readonly limit?: number;
}

/** What follows the last key that the caller has seen; keys are the digits of event ids. */
export function keyOf({ cursor }: PageQuery): string | undefined {
  if (cursor === undefined) return undefined;
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  if (/^\d{1,100}$/.test(key)) return key;
  throw new RefusedError({
    code: "invalid",
    message: "The cursor is not one that this indexer gave.",
    field: "cursor",
    rule: "a cursor as an earlier answer gave it",
  });
}

/** One more than the page holds, so that one knows whether there is another. */
export function rowsToRead({ limit = DEFAULT_PAGE }: PageQuery): number {
  return limit + 1;
}

export function cut<row>(
  rows: readonly row[],
  { limit = DEFAULT_PAGE }: PageQuery,
  key: (row: row) => string,
): { rows: readonly row[]; next?: string } {
  const last = rows[limit - 1];
  if (rows.length <= limit || last === undefined) return { rows };
  return { rows: rows.slice(0, limit), next: Buffer.from(key(last)).toString("base64url") };
}

export function pageAnswer<row, item>(
  asOf: AsOf,
  { rows, next }: { rows: readonly row[]; next?: string },
  toItem: (row: row) => item,
): { asOf: AsOf; items: item[]; next?: string } {
  return { asOf, items: rows.map(toItem), ...(next !== undefined && { next }) };
}
