import { db } from "ponder:api";
import type { AsOf } from "@computehive/protocol/indexer-api/common";
import { sql } from "ponder";
import { runSettings } from "../env.ts";
import { RefusedError } from "./refusal.ts";

const { schema } = runSettings();
export const checkpointTable = sql.raw(`"${schema}"."_ponder_checkpoint"`);
const metaTable = sql.raw(`"${schema}"."_ponder_meta"`);

/** How far Ponder is: its own record, written with the rows of each block. */
export interface Progress {
  /** Orders like the ids of events; everything up to it is in the tables. */
  readonly latest: string;
  /** What can no longer be undone. */
  readonly finalized: string;
  readonly ready: boolean;
}

/**
 * The last block in the tables while Ponder's own record is wrong: after it has taken blocks back, that still names the last
 * of them until another block comes, which on a chain that became shorter may take as long as its blocks do.
 */
let keptBlock: number | undefined;

export function noteKeptBlock(block: number | undefined): void {
  keptBlock = block;
}

/** Nothing before the first block. */
export async function readProgress(): Promise<Progress | undefined> {
  const { rows } = await db.execute<{ latest: string; finalized: string; ready: string | null }>(sql`
    select latest_checkpoint as latest, finalized_checkpoint as finalized,
      (select value ->> 'is_ready' from ${metaTable} where key = 'app') as ready
    from ${checkpointTable} limit 1`);
  const [row] = rows;
  return row && { latest: row.latest, finalized: row.finalized, ready: row.ready === "1" };
}

/** Block and time in a checkpoint: ten digits of time, sixteen of the chain's id, sixteen of the block. */
export function blockOf(checkpoint: string): AsOf {
  return { block: Number(checkpoint.slice(26, 42)), at: Number(checkpoint.slice(0, 10)) };
}

/** The newest block in the tables. Its time is one of a block that is gone, for as long as the record is wrong. */
export function positionOf({ latest }: Pick<Progress, "latest">): AsOf {
  const { block, at } = blockOf(latest);
  return { block: Math.min(block, keptBlock ?? block), at };
}

/** Asked before the rows of an answer, so that these are at least as new. @throws RefusedError before the first block. */
export async function asOfNow(): Promise<AsOf> {
  const progress = await readProgress();
  if (!progress) throw noBlockYet();
  return positionOf(progress);
}

export function noBlockYet(): RefusedError {
  return new RefusedError({ code: "unavailable", message: "The indexer has not read its first block yet." });
}
