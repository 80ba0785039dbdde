import type { JobView } from "@computehive/sdk/jobs/job-view";
import { type Address, isAddressEqual } from "viem";
import type { ExecutionRow, TransactionRow } from "../ledger/ledger.ts";
import type { WorkContext } from "./context.ts";
import { announce } from "./progress.ts";

/**
 * Enters claims of this node that are part of the chain. One that the ledger knows no transaction for is somebody else's use of the
 * same key, or a ledger that was lost: it is left alone, because its receipt may have been signed already.
 */
export function adoptClaims(view: JobView, context: WorkContext, memoryBytes: number): ExecutionRow[] {
  const { ledger, node, clock } = context;
  return view.attempts
    .filter(
      ({ execution, executionId }) =>
        isAddressEqual(execution.node, node as Address) && !ledger.executions.get(executionId),
    )
    .flatMap(({ executionId, attempt, claimed, end }) => {
      const isOurs = claims(ledger.transactions.all()).some(({ hash }) => hash === claimed.transactionHash);
      if (!isOurs) {
        if (end === undefined) noteForeign(context, executionId);
        return [];
      }
      const row: ExecutionRow = {
        executionId,
        jobId: view.jobId,
        attempt,
        order: view.order,
        terms: view.terms,
        phase: "claimed",
        local: "claimed",
        memoryBytes,
        runs: 0,
        delivered: false,
        createdAt: clock.now(),
        updatedAt: clock.now(),
      };
      ledger.atomically(() => {
        ledger.executions.put(row);
        announce(executionId, "claimed", context);
      });
      context.onPhase(row);
      context.log.info({ executionId, jobId: view.jobId }, "claimed");
      return [row];
    });
}

function claims(rows: TransactionRow[]): TransactionRow[] {
  return rows.filter(({ action, hash }) => action === "claim" && hash !== undefined);
}

function noteForeign({ ledger, clock, log }: WorkContext, executionId: string): void {
  if (ledger.notes.ofKind("foreign-claim").some(({ subject }) => subject === executionId)) return;
  const text =
    "This node's key claimed a job, but this ledger did not. It is left alone: its receipt may exist already.";
  ledger.notes.add({ at: clock.now(), subject: executionId, kind: "foreign-claim", text });
  log.error({ executionId }, text);
}
