import { jobOf } from "../book/job-of.ts";
import type { ExecutionRow } from "../ledger/ledger.ts";
import { signReceipt } from "../money/receipts.ts";
import type { WorkContext } from "./context.ts";
import { deliver } from "./deliver.ts";
import { fetchAll, storedManifest } from "./fetch-blobs.ts";
import { executionFolder } from "./files.ts";
import { attemptOf } from "./observe.ts";
import { advanceTo, amend, announce, giveUp, reached } from "./progress.ts";
import { receiptOf } from "./receipt-of.ts";
import { runProgram } from "./run-program.ts";
import { storeResult } from "./store-result.ts";
import { declineUntil, nowFor } from "./time.ts";

/**
 * This machine's part of an execution, from wherever the ledger has it: fetch, run, store, sign, upload. Ends when all is delivered or
 * the execution is given up; rejects when `signal` is aborted.
 */
export async function execute(row: ExecutionRow, context: WorkContext, signal: AbortSignal): Promise<void> {
  const { executionId } = row;
  const current = () => context.ledger.executions.get(executionId)!;
  if (!reached(current(), "fetched") && !(await fetchStep(current(), context, signal))) return;
  if (!reached(current(), "stored") && !(await runStep(current(), context, signal))) return;
  if (!reached(current(), "signed")) await signStep(current(), context);
  if (!current().delivered) await deliverStep(current(), context, signal);
}

async function fetchStep(row: ExecutionRow, context: WorkContext, signal: AbortSignal): Promise<boolean> {
  const { executionId, terms } = row;
  announce(executionId, "fetching", context);
  const folder = executionFolder(context.dataFolder, executionId);
  const { gateway, limits, wait, ledger, clock } = context;
  const ports = { gateway, folder, limits, wait, now: () => nowFor(ledger, clock) };
  const fetched = await fetchAll(terms.manifestHash, giveUpAt(row, context), ports, signal);
  signal.throwIfAborted();
  if (fetched.kind === "impossible") {
    giveUp(executionId, context, fetched.reason, fetched.detail);
    return false;
  }
  advanceTo(executionId, "fetched", context, { change: { memoryBytes: fetched.manifest.limits.memoryBytes } });
  return true;
}

/** Until the free way out closes; if it has, until the program could not end in time. */
function giveUpAt(row: ExecutionRow, context: WorkContext): number {
  const attempt = attemptOf(row, jobOf(context.ledger, row.jobId));
  const now = nowFor(context.ledger, context.clock);
  const free = attempt ? declineUntil(attempt, context.deployment.parameters.declineTime) - 1 : now;
  return free > now ? free : (attempt?.execution.submitBy ?? now) - context.limits.slackSeconds;
}

async function runStep(row: ExecutionRow, context: WorkContext, signal: AbortSignal): Promise<boolean> {
  const folder = executionFolder(context.dataFolder, row.executionId);
  const manifest = storedManifest(row.terms.manifestHash, folder);
  if (!manifest) throw new Error("The manifest was fetched and is gone from the data folder.");
  const ran = await runProgram(row, manifest, folder, context, signal);
  signal.throwIfAborted();
  if (!ran) return false;
  const work = storeResult(ran, manifest, folder, context.faults);
  advanceTo(row.executionId, "stored", context, { change: { work } });
  return true;
}

async function signStep(row: ExecutionRow, context: WorkContext): Promise<void> {
  const receipt = receiptOf(row, row.work!, context.node);
  await signReceipt(receipt, { ledger: context.ledger, signer: context.receipts });
  advanceTo(row.executionId, "signed", context);
}

async function deliverStep(row: ExecutionRow, context: WorkContext, signal: AbortSignal): Promise<void> {
  await deliver(row, context, signal);
  const { phase } = context.ledger.executions.get(row.executionId)!;
  if (phase === "signed") advanceTo(row.executionId, "uploaded", context, { change: { delivered: true } });
  else {
    amend(row.executionId, context, { delivered: true, local: "uploaded" });
    announce(row.executionId, "uploaded", context);
  }
}
