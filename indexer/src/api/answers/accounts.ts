import { db } from "ponder:api";
import { account, movement, operator } from "ponder:schema";
import type { accountQuerySchema } from "@computehive/protocol/indexer-api/account";
import { and, asc, desc, eq, lt } from "ponder";
import type { Address } from "viem";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { cut, keyOf, rowsToRead } from "../page.ts";
import { present } from "../respond.ts";

/** Most allowances in one answer: an owner sets one for each contract that it uses. */
const MOST_OPERATORS = 200;

export async function readAccount(address: Address, query: z.output<typeof accountQuerySchema>) {
  const asOf = await asOfNow();
  const balances = await db
    .select({ token: account.token, free: account.free, epoch: account.epoch })
    .from(account)
    .where(eq(account.owner, address))
    .orderBy(asc(account.token))
    .limit(MOST_OPERATORS);
  const operators = await db
    .select()
    .from(operator)
    .where(eq(operator.owner, address))
    .orderBy(asc(operator.operator), asc(operator.token))
    .limit(MOST_OPERATORS);
  const key = keyOf(query);
  const rows = await db
    .select()
    .from(movement)
    .where(and(eq(movement.owner, address), key === undefined ? undefined : lt(movement.id, key)))
    .orderBy(desc(movement.id))
    .limit(rowsToRead(query));
  const page = cut(rows, query, ({ id }) => id);
  return {
    asOf,
    account: address,
    balances,
    operators: operators.map(({ owner, ...same }) => same),
    movements: page.rows.map(toMovement),
    ...present({ next: page.next }),
  };
}

function toMovement(row: typeof movement.$inferSelect) {
  const { kind, token, change, free, jobId, executionId, channelId, place } = row;
  return {
    ...{ kind, token, free, place },
    amount: change < 0n ? -change : change,
    direction: change < 0n ? "out" : "in",
    ...present({ jobId, executionId, channelId }),
  };
}
