import { db } from "ponder:api";
import { node, offer } from "ponder:schema";
import type { AsOf } from "@computehive/protocol/indexer-api/common";
import type { offersQuerySchema } from "@computehive/protocol/indexer-api/offer";
import { UNIT_KINDS } from "@computehive/protocol/price";
import type { SQL } from "drizzle-orm";
import { and, desc, eq, gte, lt } from "ponder";
import type { Hex } from "viem";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { cut, keyOf, pageAnswer, rowsToRead } from "../page.ts";
import { notFound } from "../refusal.ts";
import { present } from "../respond.ts";

type Row = { offer: typeof offer.$inferSelect; nodeState: string | null };

export async function listOffers(query: z.output<typeof offersQuerySchema>) {
  const asOf = await asOfNow();
  const key = keyOf(query);
  const rows = await selectOffers(
    and(
      key === undefined ? undefined : lt(offer.postedId, key),
      query.provider && eq(offer.provider, query.provider),
      query.node && eq(offer.node, query.node),
      query.resourceClass === undefined ? undefined : eq(offer.resourceClass, query.resourceClass),
      query.open === "true" ? isOpenAt(asOf) : undefined,
    ),
  )
    .orderBy(desc(offer.postedId))
    .limit(rowsToRead(query));
  return pageAnswer(
    asOf,
    cut(rows, query, (row) => row.offer.postedId),
    (row) => toOffer(row, asOf),
  );
}

export async function findOffer(offerId: Hex) {
  const asOf = await asOfNow();
  const [row] = await selectOffers(eq(offer.id, offerId));
  if (!row) throw notFound("offer");
  return { asOf, offer: toOffer(row, asOf) };
}

/** Condition on a join of offers with their nodes. */
export function isOpenAt({ at }: AsOf): SQL | undefined {
  return and(eq(offer.state, "posted"), gte(offer.validUntil, at), eq(node.state, "active"));
}

function selectOffers(condition: SQL | undefined) {
  return db
    .select({ offer, nodeState: node.state })
    .from(offer)
    .leftJoin(node, eq(node.address, offer.node))
    .where(condition);
}

function toOffer({ offer: row, nodeState }: Row, { at }: AsOf) {
  const { id, postedId, unitKind, cancelled, ...same } = row;
  return {
    ...same,
    offerId: id,
    unitKind: UNIT_KINDS[unitKind],
    isOpen: row.state === "posted" && row.validUntil >= at && nodeState === "active",
    ...present({ cancelled }),
  };
}
