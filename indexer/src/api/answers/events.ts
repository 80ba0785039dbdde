import { db } from "ponder:api";
import { event, eventOfAddress } from "ponder:schema";
import type { blocksQuerySchema, eventsQuerySchema } from "@computehive/protocol/indexer-api/event";
import type { SQL } from "drizzle-orm";
import { and, count, countDistinct, desc, eq, lt } from "ponder";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { cut, keyOf, pageAnswer, rowsToRead } from "../page.ts";
import { present } from "../respond.ts";

export type EventRow = typeof event.$inferSelect;
type Query = z.output<typeof eventsQuerySchema>;

export async function listEvents(query: Query) {
  const asOf = await asOfNow();
  const rows = await (query.address ? eventsOfAddress(query, query.address) : eventsWhere(query));
  return pageAnswer(
    asOf,
    cut(rows, query, ({ id }) => id),
    toEvent,
  );
}

function eventsWhere(query: Query): Promise<EventRow[]> {
  const key = keyOf(query);
  return db
    .select()
    .from(event)
    .where(and(key === undefined ? undefined : lt(event.id, key), narrowed(query)))
    .orderBy(desc(event.id))
    .limit(rowsToRead(query));
}

async function eventsOfAddress(query: Query, address: NonNullable<Query["address"]>): Promise<EventRow[]> {
  const key = keyOf(query);
  const rows = await db
    .select({ event })
    .from(eventOfAddress)
    .innerJoin(event, eq(event.id, eventOfAddress.eventId))
    .where(
      and(
        eq(eventOfAddress.address, address),
        key === undefined ? undefined : lt(eventOfAddress.eventId, key),
        narrowed(query),
      ),
    )
    .orderBy(desc(eventOfAddress.eventId))
    .limit(rowsToRead(query));
  return rows.map((row) => row.event);
}

function narrowed({ contract, block, transaction, job }: Query): SQL | undefined {
  return and(
    contract && eq(event.contract, contract),
    block === undefined ? undefined : eq(event.block, block),
    transaction && eq(event.transaction, transaction),
    job && eq(event.jobId, job),
  );
}

export function toEvent(row: EventRow) {
  const { id, contract, address, name, args, block, blockHash, at, transaction, transactionIndex, logIndex } = row;
  const { jobId, executionId, offerId, buyer, provider, node, resourceClass, accounts } = row;
  return {
    eventId: id,
    contract,
    address,
    name,
    args,
    place: { block, at, transaction, logIndex, blockHash, transactionIndex },
    touches: { ...present({ jobId, executionId, offerId, buyer, provider, node, resourceClass }), accounts },
  };
}

/** The cursor is a block's number here. */
export async function listBlocks(query: z.output<typeof blocksQuerySchema>) {
  const asOf = await asOfNow();
  const key = keyOf(query);
  const rows = await db
    .select({
      number: event.block,
      hash: event.blockHash,
      timestamp: event.at,
      transactions: countDistinct(event.transaction),
      events: count(),
    })
    .from(event)
    .where(key === undefined ? undefined : lt(event.block, Number(key)))
    .groupBy(event.block, event.blockHash, event.at)
    .orderBy(desc(event.block))
    .limit(rowsToRead(query));
  return pageAnswer(
    asOf,
    cut(rows, query, ({ number }) => String(number)),
    (row) => ({ ...row, transactions: Number(row.transactions), events: Number(row.events) }),
  );
}
