import type { Db } from "../db.ts";
import { ARBITER_ACCOUNT, ARBITER_CONTRACT, MARKET } from "../deployment.ts";
import { changeFree, moveMoney } from "../money/accounts.ts";
import type { Placed } from "../record/place.ts";
import type { ExecutionRow, JobRow } from "./job-rows.ts";

export interface Settling {
  readonly job: JobRow;
  readonly run: ExecutionRow;
  readonly amount: bigint;
  readonly refund: bigint;
  /** Out of the bond, for a verdict that upheld the receipt. */
  readonly fee: bigint;
}

/** Moves a settled job's money as the market does: to the payee, back to the buyer, and the fee to whoever decided. */
export async function paySettlement(db: Db, event: Placed, { job, run, amount, refund, fee }: Settling): Promise<void> {
  const { token, buyer, id: jobId } = job;
  const about = { token, jobId, executionId: run.id };
  await changeFree(db, { owner: MARKET, token, change: -(amount + refund + fee) });
  await moveMoney(db, event, { ...about, owner: run.payee, change: amount, kind: "paid" }, 0);
  await moveMoney(db, event, { ...about, owner: buyer, change: refund, kind: "refunded" }, 1);
  // Another resolver names the fee's recipient to the market alone: no event says who it is.
  if (job.resolver !== ARBITER_CONTRACT) return;
  await moveMoney(db, event, { ...about, owner: ARBITER_ACCOUNT, change: fee, kind: "fee" }, 2);
}
