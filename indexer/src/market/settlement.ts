import type { Db } from "../db.ts";
import { MARKET } from "../deployment.ts";
import { payMoney } from "../money/accounts.ts";
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
  const about = { holder: MARKET, token: job.token, jobId: job.id, executionId: run.id };
  await payMoney(db, event, { ...about, owner: run.payee, amount, kind: "paid" });
  await payMoney(db, event, { ...about, owner: job.buyer, amount: refund, kind: "refunded" }, 1);
  // Another resolver names the fee's recipient to the market alone: no event says who it is.
  await payMoney(db, event, { ...about, owner: run.feeRecipient ?? undefined, amount: fee, kind: "fee" }, 2);
}
