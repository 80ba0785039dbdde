import { execution } from "ponder:schema";
import { type JobState, jobStateOf } from "@computehive/protocol/job-state";
import type { Address, Hex } from "viem";
import type { Db } from "../db.ts";
import { handle } from "../handle.ts";
import { type Placed, placeOf } from "../record/place.ts";
import { changeProvider } from "../staking/stake.ts";
import { changeJob, type ExecutionRow, executionRow, jobRow, touchedBy } from "./job-rows.ts";
import { paySettlement } from "./settlement.ts";

handle("market:JobClaimed", async (db, event) => {
  const { jobId, executionId, attempt, exposure, node, submitBy } = event.args;
  const provider = event.args.provider.toLowerCase() as Address;
  const place = placeOf(event);
  const row = await changeJob(db, event, jobId, { state: "running", attempt, executionId });
  const { resourceClass, unitKind, price, fixedPrice } = row;
  await db.insert(execution).values({
    id: executionId,
    jobId,
    attempt,
    state: "running",
    node,
    provider,
    payee: event.args.payee.toLowerCase() as Address,
    exposure,
    submitBy,
    claimedAt: place.at,
    claimed: place,
    resourceClass,
    unitKind,
    price,
    fixedPrice,
  });
  await changeProvider(db, event, provider, (before) => ({ exposure: before.exposure + exposure }));
  return touchedBy(row);
});

handle("market:ReceiptSubmitted", async (db, event) => {
  const { jobId, executionId, units, detailsHash, receiptHash } = event.args;
  const place = placeOf(event);
  const row = await changeJob(db, event, jobId, { state: "submitted" });
  const submission = { units, detailsHash, receiptHash, submittedAt: place.at, submitted: place };
  await db.update(execution, { id: executionId }).set({ state: "submitted", ...submission });
  return touchedBy(row, await executionRow(db, executionId));
});

handle("market:ExecutionDisputed", async (db, event) => {
  const { jobId, executionId, complaint } = event.args;
  const row = await changeJob(db, event, jobId, { state: "disputed" });
  await db.update(execution, { id: executionId }).set({ state: "disputed", complaint, disputed: placeOf(event) });
  return touchedBy(row, await executionRow(db, executionId));
});

handle("market:ExecutionExpired", async (db, event) => {
  const { jobId, executionId, penalty } = event.args;
  const run = await endExecution(db, event, executionId, { state: "expired", penalty });
  return touchedBy(await jobRow(db, jobId), run);
});

handle("market:JobReopened", async (db, event) => {
  const { jobId, executionId, declined } = event.args;
  const run = declined
    ? await endExecution(db, event, executionId, { state: "declined" })
    : await executionRow(db, executionId);
  const row = await changeJob(db, event, jobId, { state: "open", attempt: run.attempt + 1, executionId: null });
  return touchedBy(row, run);
});

handle("market:ExecutionSettled", async (db, event) => {
  const { jobId, executionId, units, amount, refund, receiptHash } = event.args;
  const state: JobState = jobStateOf(event.args.state);
  const row = await changeJob(db, event, jobId, { state });
  const fee = state === "settled-resolved" ? row.maxPay + row.bond - amount - refund : 0n;
  const run = await endExecution(db, event, executionId, {
    state: "settled",
    settlement: state,
    settledUnits: units,
    settledHash: receiptHash,
    amount,
    refund,
    fee,
    endedId: event.id,
  });
  await paySettlement(db, event, { job: row, run, amount, refund, fee });
  return touchedBy(row, run);
});

/** The exposure is free again; what a slash takes of the stake, staking's own event says. */
async function endExecution(
  db: Db,
  event: Placed,
  executionId: Hex,
  change: Partial<ExecutionRow>,
): Promise<ExecutionRow> {
  const run = await executionRow(db, executionId);
  const place = placeOf(event);
  await db.update(execution, { id: executionId }).set({ ...change, endedAt: place.at, ended: place });
  await changeProvider(db, event, run.provider, ({ exposure }) => ({
    exposure: exposure - run.exposure,
    lastEnded: { executionId, jobId: run.jobId, transaction: event.transaction.hash },
  }));
  return run;
}
