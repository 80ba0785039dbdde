import { execution, job } from "ponder:schema";
import type { Hex } from "viem";
import type { Db } from "../db.ts";
import { type Placed, placeOf } from "../record/place.ts";
import type { Touches } from "../record/touches.ts";

export type JobRow = typeof job.$inferSelect;
export type ExecutionRow = typeof execution.$inferSelect;

/** @throws Error for a job that no event posted: the market emits nothing about such a job. */
export async function jobRow(db: Db, jobId: Hex): Promise<JobRow> {
  const row = await db.find(job, { id: jobId });
  if (!row) throw new Error(`No event posted job ${jobId}.`);
  return row;
}

/** @throws Error for an execution that no event claimed. */
export async function executionRow(db: Db, executionId: Hex): Promise<ExecutionRow> {
  const row = await db.find(execution, { id: executionId });
  if (!row) throw new Error(`No event claimed execution ${executionId}.`);
  return row;
}

/** Brings a job into a state by an event; answers the job as it was before. */
export async function changeJob(
  db: Db,
  event: Placed,
  jobId: Hex,
  change: Partial<Pick<JobRow, "state" | "attempt" | "executionId">>,
): Promise<JobRow> {
  const before = await jobRow(db, jobId);
  await db.update(job, { id: jobId }).set({ ...change, changed: placeOf(event) });
  return before;
}

export function touchedBy(row: JobRow, run?: ExecutionRow): Touches {
  const ofJob = { buyer: row.buyer, resourceClass: row.resourceClass };
  return run ? { ...ofJob, node: run.node, provider: run.provider } : ofJob;
}
