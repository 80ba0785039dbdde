import { signedOrderSchema } from "@computehive/protocol/api/signed-order";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { Logger } from "pino";
import { type Chain, ChainUnavailableError } from "../chain.ts";
import type { KnownJobs } from "./known-jobs.ts";
import type { OrderMark, OrderRow, OrderRows, StoredStanding } from "./order-rows.ts";
import { markOf } from "./order-standing.ts";

/** So many orders are asked about in one round, one after the other: a full list must not keep the chain busy. */
const ROUND = 50;
const REMOVED_AT_ONCE = 200;

export interface KeepOrdersPorts {
  readonly rows: OrderRows;
  readonly chain: Chain;
  readonly knownJobs: KnownJobs;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly retentionSeconds: number;
  /** An order is asked about again after so long. */
  readonly checkSeconds: number;
}

/**
 * Asks the chain again about the orders that were not asked about for longest: those that nobody could claim any more are hidden, and
 * shown again when they can be claimed, or when the chain went back.
 */
export async function recheckOrders(ports: KeepOrdersPorts): Promise<void> {
  const { rows, knownJobs, clock, checkSeconds } = ports;
  const now = unixSeconds(clock);
  const unseen = await rows.unseen({ now, before: now - checkSeconds, limit: ROUND });
  if (unseen.length === 0) return;
  const known = await knownJobs(unseen.map(({ jobId }) => jobId));
  const marks: OrderMark[] = [];
  for (const row of unseen) {
    const standing = known.has(row.jobId) ? "known" : await standingOf(row, ports);
    marks.push(markOf(row, standing, { ...ports, now }));
  }
  await rows.mark(marks, now);
}

async function standingOf({ body }: OrderRow, { chain }: KeepOrdersPorts): Promise<StoredStanding> {
  const signed = signedOrderSchema.safeParse(JSON.parse(body));
  if (!signed.success) return "uncovered";
  return (await chain.whyNotClaimable(signed.data)) ? "uncovered" : "waiting";
}

/**
 * Removes orders whose time to be kept is over. One that waited to its end may have been claimed in its last second: the chain is asked
 * before it goes, and while the chain does not answer it stays.
 *
 * @returns how many are gone.
 */
export async function expireOrders(ports: Omit<KeepOrdersPorts, "chain" | "checkSeconds">): Promise<number> {
  const { rows, knownJobs, clock } = ports;
  const now = unixSeconds(clock);
  for (let total = 0; ; ) {
    const ended = await rows.ended(now, REMOVED_AT_ONCE);
    const isOld = ({ standing }: OrderRow) => standing === "known";
    const unheard = ended.filter((row) => !isOld(row));
    const known = await orNothing(knownJobs(unheard.map(({ jobId }) => jobId)));
    const marks = unheard
      .filter(({ jobId }) => known?.has(jobId))
      .map((row) => markOf(row, "known", { ...ports, now }))
      .filter(({ keepUntil }) => keepUntil > now);
    await rows.mark(marks, now);
    const kept = new Set(marks.map(({ jobId }) => jobId));
    const removed = ended.filter((row) => isOld(row) || (known && !kept.has(row.jobId))).map(({ jobId }) => jobId);
    await rows.remove(removed);
    total += removed.length;
    if (!known || ended.length < REMOVED_AT_ONCE) return total;
  }
}

/** Nothing while the chain does not answer. */
async function orNothing<answer>(question: Promise<answer>): Promise<answer | undefined> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof ChainUnavailableError) return undefined;
    throw error;
  }
}

/** Asks every `intervalMs` until stopped. A chain that does not answer is asked at the next round. */
export function startOrderKeeper(
  ports: KeepOrdersPorts,
  { intervalMs }: { intervalMs: number },
): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const round = async (): Promise<void> => {
    try {
      await recheckOrders(ports);
    } catch (err) {
      const level = err instanceof ChainUnavailableError ? "debug" : "error";
      ports.logger[level]({ err }, "the signed orders were not looked at");
    }
    if (!isStopped) timer = setTimeout(() => (current = round()), intervalMs);
  };
  let current = round();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
