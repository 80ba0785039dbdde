import { db } from "ponder:api";
import { execution } from "ponder:schema";
import type { pricesQuerySchema } from "@computehive/protocol/indexer-api/book";
import { UNIT_KINDS, type UnitKind } from "@computehive/protocol/price";
import type { SQL } from "drizzle-orm";
import { and, desc, eq, gt, gte, like, lt, lte, or } from "ponder";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { cut, keyOf, pageAnswer, rowsToRead } from "../page.ts";
import type { ExecutionRow } from "./executions.ts";

type Query = z.output<typeof pricesQuerySchema>;
type Narrowing = { readonly resourceClass: string; readonly unitKind?: UnitKind };

/** Refunded executions have no price; neither have those of an order that nobody can read, whose prices are both zero here alone. */
export const WAS_PAID = and(
  like(execution.settlement, "settled-%"),
  or(gt(execution.price, 0n), gt(execution.fixedPrice, 0n)),
);

export async function listPrices(query: Query) {
  const asOf = await asOfNow();
  const key = keyOf(query);
  const rows = await selectPaid(
    and(
      ofClass(query),
      key === undefined ? undefined : lt(execution.endedId, key),
      query.from === undefined ? undefined : gte(execution.endedAt, query.from),
      query.to === undefined ? undefined : lte(execution.endedAt, query.to),
    ),
    rowsToRead(query),
  );
  return pageAnswer(
    asOf,
    cut(rows, query, ({ endedId }) => endedId ?? ""),
    toPrice,
  );
}

export async function lastPrices(narrowing: Narrowing, most: number) {
  return (await selectPaid(ofClass(narrowing), most)).map(toPrice);
}

function selectPaid(condition: SQL | undefined, most: number): Promise<ExecutionRow[]> {
  return db.select().from(execution).where(and(condition, WAS_PAID)).orderBy(desc(execution.endedId)).limit(most);
}

function ofClass({ resourceClass, unitKind }: Narrowing): SQL | undefined {
  return and(
    eq(execution.resourceClass, resourceClass),
    unitKind && eq(execution.unitKind, UNIT_KINDS.indexOf(unitKind)),
  );
}

export function toPrice({ id, jobId, ended, unitKind, price, fixedPrice, settledUnits, amount }: ExecutionRow) {
  return {
    executionId: id,
    jobId,
    block: ended?.block,
    at: ended?.at,
    unitKind: UNIT_KINDS[unitKind],
    price,
    fixedPrice,
    units: settledUnits,
    amount,
  };
}
