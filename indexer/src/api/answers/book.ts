import { db } from "ponder:api";
import { job, node, offer, provider } from "ponder:schema";
import { type bookQuerySchema, LARGEST_BOOK_SIDE } from "@computehive/protocol/indexer-api/book";
import type { AsOf } from "@computehive/protocol/indexer-api/common";
import { UNIT_KINDS, type UnitKind } from "@computehive/protocol/price";
import type { SQL } from "drizzle-orm";
import { and, asc, count, desc, eq, gt } from "ponder";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { present } from "../respond.ts";
import { isOpenAt } from "./offers.ts";
import { lastPrices } from "./prices.ts";

type Query = z.output<typeof bookQuerySchema>;

const LAST_PRICES = 20;

export interface Side {
  readonly resourceClass: string;
  readonly unitKind: UnitKind;
  readonly limit: number;
}

export async function readBook({ resourceClass, unitKind = "fuel", limit = LARGEST_BOOK_SIDE }: Query) {
  const asOf = await asOfNow();
  const side = { resourceClass, unitKind, limit };
  const asks = await readAsks(side, asOf);
  const bids = await readBids(side, asOf);
  const last = await lastPrices({ resourceClass, unitKind }, LAST_PRICES);
  return {
    asOf,
    resourceClass,
    unitKind,
    asks: asks.entries,
    askCount: asks.count,
    bids: bids.entries,
    bidCount: bids.count,
    last,
  };
}

async function readAsks(side: Side, asOf: AsOf) {
  const condition = and(inClass(offer, side), isOpenAt(asOf));
  const rows = await db
    .select({ offer, active: provider.active, exposure: provider.exposure })
    .from(offer)
    .innerJoin(node, eq(node.address, offer.node))
    .innerJoin(provider, eq(provider.address, offer.provider))
    .where(condition)
    .orderBy(asc(offer.price), asc(offer.fixedPrice), asc(offer.postedId))
    .limit(side.limit);
  const [total] = await db
    .select({ count: count() })
    .from(offer)
    .innerJoin(node, eq(node.address, offer.node))
    .where(condition);
  let depthExposure = 0n;
  const entries = rows.map(({ offer: row, active, exposure }, index) => {
    depthExposure += row.exposureLimit;
    const { id, provider: owner, node: of, price, fixedPrice, exposureLimit, validUntil } = row;
    const facts = { offerId: id, provider: owner, node: of, price, fixedPrice, exposureLimit, validUntil };
    return { ...facts, freeStake: active - exposure, depthCount: index + 1, depthExposure };
  });
  return { entries, count: Number(total?.count ?? 0) };
}

async function readBids(side: Side, asOf: AsOf) {
  const condition = and(inClass(job, side), isClaimableAt(asOf));
  const rows = await db
    .select()
    .from(job)
    .where(condition)
    .orderBy(desc(job.price), desc(job.fixedPrice), asc(job.postedId))
    .limit(side.limit);
  const [total] = await db.select({ count: count() }).from(job).where(condition);
  let depthMaxPay = 0n;
  const entries = rows.map((row, index) => {
    depthMaxPay += row.maxPay;
    const { id, buyer, price, fixedPrice, maxPay, exposure, claimBefore } = row;
    const { reservedNode, reservedProvider, reservedUntil } = row;
    const isReserved = (reservedNode !== null || reservedProvider !== null) && reservedUntil >= asOf.at;
    return {
      ...{ jobId: id, buyer, price, fixedPrice, maxPay, exposure, claimBefore },
      ...(isReserved && present({ node: reservedNode, provider: reservedProvider, exclusiveUntil: reservedUntil })),
      ...{ depthCount: index + 1, depthMaxPay },
    };
  });
  return { entries, count: Number(total?.count ?? 0) };
}

export function isClaimableAt({ at }: AsOf): SQL | undefined {
  return and(eq(job.state, "open"), gt(job.claimBefore, at));
}

function inClass(table: typeof job | typeof offer, { resourceClass, unitKind }: Side): SQL | undefined {
  return and(eq(table.resourceClass, resourceClass), eq(table.unitKind, UNIT_KINDS.indexOf(unitKind)));
}
