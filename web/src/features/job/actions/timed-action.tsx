"use client";

import { CarriedNote } from "../../../components/carried-note.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { jobTexts } from "../../../texts/job.ts";
import type { JobAction } from "../model/actions.ts";
import { useJobAction } from "./use-job-action.ts";

/** A step that time made possible, for anybody. */
export function TimedAction({ job, action }: { job: JobRecord; action: JobAction }) {
  const { transaction, start } = useJobAction(job.jobId, action);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <TransactionButton transaction={transaction} onStart={() => start()}>
          {jobTexts.actions.names(action).label}
        </TransactionButton>
        <span className="text-xs text-muted">{jobTexts.actions.anybody}</span>
      </div>
      <CarriedNote />
      <TransactionStatus transaction={transaction} />
    </div>
  );
}
