import { db } from "ponder:api";
import { event } from "ponder:schema";
import { desc, lte, sql } from "ponder";
import type { Keepsake } from "../launcher-messages.ts";
import { blockOf, noBlockYet, readProgress } from "./checkpoint.ts";

export async function readKeepsake(): Promise<Keepsake> {
  const progress = await readProgress();
  if (!progress) throw noBlockYet();
  const ofEvents = await db
    .select({ number: event.block, hash: event.blockHash })
    .from(event)
    .where(lte(event.id, progress.finalized))
    .orderBy(desc(event.id))
    .limit(1);
  const { rows: fetched } = await db.execute<{ number: string; hash: string }>(
    sql`select number::text as number, hash from ponder_sync.blocks order by blocks.number desc limit 1`,
  );
  const blocks = [...ofEvents, ...fetched.map(({ number, hash }) => ({ number: Number(number), hash }))];
  return { ready: progress.ready, finalizedBlock: blockOf(progress.finalized).block, blocks };
}
