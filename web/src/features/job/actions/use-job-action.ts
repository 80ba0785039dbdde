"use client";

import type { Hex } from "viem";
import { jobKeys } from "../../../lib/jobs/job-keys.ts";
import { type UseTransaction, useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { jobTexts } from "../../../texts/job.ts";
import type { JobAction } from "../model/actions.ts";
import type { ActionChoice } from "./action-step.ts";

export interface UseJobAction {
  readonly transaction: UseTransaction;
  /** Reads the job anew, simulates, signs and sends. */
  start(choice?: Omit<ActionChoice, "action">): void;
}

/** One step of a job as a transaction; a reload in the middle goes on waiting for it. */
export function useJobAction(jobId: Hex, action: JobAction, onConfirmed?: () => void): UseJobAction {
  const transaction = useTransaction({
    key: `jobs.${action}:${jobId}`,
    title: jobTexts.actions.names(action).title,
    invalidates: [jobKeys.job(jobId), jobKeys.lists],
    ...(onConfirmed && { onConfirmed }),
  });
  return {
    transaction,
    start: (choice = {}) =>
      void transaction.run({
        prepareStep: async ({ hive, signal }) =>
          (await import("./action-step.ts")).actionStep(hive, jobId, { action, ...choice }, { signal }),
      }),
  };
}
