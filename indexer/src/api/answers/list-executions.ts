import { db } from "ponder:api";
import { execution } from "ponder:schema";
import type { executionsQuerySchema } from "@computehive/protocol/indexer-api/execution";
import type { SQL } from "drizzle-orm";
import { and, desc, eq, inArray, lt, or } from "ponder";
import { numberToHex } from "viem";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { cut, keyOf, pageAnswer, rowsToRead } from "../page.ts";
import { type ExecutionRow, toExecution } from "./executions.ts";

type Query = z.output<typeof executionsQuerySchema>;

/** Digits of 2^256, so that keys have one length and sort as their ids do. */
const ID_DIGITS = 78;

export async function listExecutions(query: Query) {
  const asOf = await asOfNow();
  const rows = await db
    .select()
    .from(execution)
    .where(
      and(
        olderThan(keyOf(query)),
        query.provider && eq(execution.provider, query.provider),
        query.node && eq(execution.node, query.node),
        query.state && inArray(execution.state, query.state),
      ),
    )
    .orderBy(desc(execution.claimedAt), desc(execution.id))
    .limit(rowsToRead(query));
  return pageAnswer(asOf, cut(rows, query, keyOfRow), toExecution);
}

/** Claims of one second are ordered by their ids. */
function keyOfRow({ claimedAt, id }: ExecutionRow): string {
  return `${claimedAt}${BigInt(id).toString().padStart(ID_DIGITS, "0")}`;
}

function olderThan(key: string | undefined): SQL | undefined {
  if (key === undefined) return undefined;
  const claimedAt = Number(key.slice(0, -ID_DIGITS));
  const id = numberToHex(BigInt(key.slice(-ID_DIGITS)) % 2n ** 256n, { size: 32 });
  return or(lt(execution.claimedAt, claimedAt), and(eq(execution.claimedAt, claimedAt), lt(execution.id, id)));
}
