import { setTimeout as wait } from "node:timers/promises";
import { db } from "ponder:api";
import { event } from "ponder:schema";
import { and, asc, gt, lte, max } from "ponder";
import { type EventRow, toEvent } from "../answers/events.ts";
import { blockOf, readProgress } from "../checkpoint.ts";
import type { Broadcast } from "./broadcast.ts";
import { topicsOf } from "./topics.ts";

const PAUSE_MS = 50;
const FAILED_PAUSE_MS = 1_000;
/** Rows read at once. */
const BATCH = 500;
/** More new events than this at once, such as while the history is read, are a reset. */
const MOST_AT_ONCE = 2_000;

export interface Following {
  /** The chain replaced everything after this block, and the tables have forgotten it. */
  goBack(lastKeptBlock: number): void;
}

/** Watches the tables and tells the broadcast what is new: events, then the head that they led to. */
export function follow(broadcast: Broadcast): Following {
  let latest: string | undefined;
  let lastEvent = "";
  let wentBackTo: number | undefined;

  const look = async (): Promise<void> => {
    const progress = await readProgress();
    if (!progress) return;
    if (wentBackTo !== undefined) await forget();
    if (progress.latest === latest) return;
    if (latest === undefined || !progress.ready) lastEvent = await newestEvent(progress.latest);
    else await tellEvents(progress.latest);
    latest = progress.latest;
    broadcast.send("head", blockOf(latest));
  };

  const forget = async (): Promise<void> => {
    const kept = wentBackTo ?? 0;
    wentBackTo = undefined;
    const [row] = await db
      .select({ id: max(event.id) })
      .from(event)
      .where(lte(event.block, kept));
    lastEvent = row?.id ?? "";
    latest = latest && "";
    broadcast.send("reorg", { fromBlock: kept + 1 });
  };

  const tellEvents = async (until: string): Promise<void> => {
    for (let told = 0; ; told += BATCH) {
      if (told >= MOST_AT_ONCE) {
        lastEvent = await newestEvent(until);
        return broadcast.send("reset", { reason: "too-old" });
      }
      const rows = await eventsBetween(lastEvent, until);
      for (const row of rows) broadcast.send("event", toEvent(row), topicsOf(row));
      lastEvent = rows.at(-1)?.id ?? lastEvent;
      if (rows.length < BATCH) return;
    }
  };

  const loop = async (): Promise<never> => {
    for (;;) {
      const isFine = await look().then(
        () => true,
        () => false,
      );
      await wait(isFine ? PAUSE_MS : FAILED_PAUSE_MS, undefined, { ref: false });
    }
  };
  void loop();
  return {
    goBack(lastKeptBlock) {
      wentBackTo = Math.min(wentBackTo ?? lastKeptBlock, lastKeptBlock);
    },
  };
}

function eventsBetween(after: string, until: string): Promise<EventRow[]> {
  return db
    .select()
    .from(event)
    .where(and(gt(event.id, after), lte(event.id, until)))
    .orderBy(asc(event.id))
    .limit(BATCH);
}

async function newestEvent(until: string): Promise<string> {
  const [row] = await db
    .select({ id: max(event.id) })
    .from(event)
    .where(lte(event.id, until));
  return row?.id ?? "";
}
