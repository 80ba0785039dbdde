import { db } from "ponder:api";
import { execution, job, node, offer } from "ponder:schema";
import { UNIT_KINDS } from "@computehive/protocol/price";
import { count, eq, sql, sum } from "ponder";
import { asOfNow } from "../checkpoint.ts";
import { present } from "../respond.ts";
import { isClaimableAt } from "./book.ts";
import { isOpenAt } from "./offers.ts";
import { lastPrices, WAS_PAID } from "./prices.ts";

/** Every class and unit kind that was ever named, in the order of their names. */
export async function listResourceClasses() {
  const asOf = await asOfNow();
  const open = isOpenAt(asOf);
  const claimable = isClaimableAt(asOf);
  const offers = await db
    .select({
      resourceClass: offer.resourceClass,
      unitKind: offer.unitKind,
      openOffers: sql<string>`count(*) filter (where ${open})`,
      bestOffer: sql<string | null>`min(${offer.price}) filter (where ${open})`,
    })
    .from(offer)
    .leftJoin(node, eq(node.address, offer.node))
    .groupBy(offer.resourceClass, offer.unitKind);
  const jobs = await db
    .select({
      resourceClass: job.resourceClass,
      unitKind: job.unitKind,
      openJobs: sql<string>`count(*) filter (where ${claimable})`,
      bestJob: sql<string | null>`max(${job.price}) filter (where ${claimable})`,
      runningJobs: sql<string>`count(*) filter (where ${job.state} in ('running', 'submitted', 'disputed'))`,
    })
    .from(job)
    .where(eq(job.isReadable, true))
    .groupBy(job.resourceClass, job.unitKind);
  const paid = await db
    .select({
      resourceClass: execution.resourceClass,
      unitKind: execution.unitKind,
      settled: count(),
      volume: sum(execution.amount),
    })
    .from(execution)
    .where(WAS_PAID)
    .groupBy(execution.resourceClass, execution.unitKind);
  const items = await Promise.all(
    keysOf([...offers, ...jobs]).map(async ({ resourceClass, unitKind }) => {
      const same = (row: Key) => row.resourceClass === resourceClass && row.unitKind === unitKind;
      const kind = UNIT_KINDS[unitKind];
      const [ofOffers, ofJobs, ofPaid] = [offers.find(same), jobs.find(same), paid.find(same)];
      const [last] = ofPaid && kind ? await lastPrices({ resourceClass, unitKind: kind }, 1) : [];
      return {
        resourceClass,
        unitKind: kind,
        openOffers: Number(ofOffers?.openOffers ?? 0),
        openJobs: Number(ofJobs?.openJobs ?? 0),
        runningJobs: Number(ofJobs?.runningJobs ?? 0),
        settled: Number(ofPaid?.settled ?? 0),
        volume: ofPaid?.volume ?? "0",
        ...present({ bestOffer: ofOffers?.bestOffer, bestJob: ofJobs?.bestJob, last }),
      };
    }),
  );
  return { asOf, items };
}

interface Key {
  readonly resourceClass: string;
  readonly unitKind: number;
}

function keysOf(rows: readonly Key[]): Key[] {
  const keys = new Map(rows.map((row) => [`${row.resourceClass} ${row.unitKind}`, row] as const));
  return [...keys].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key);
}
