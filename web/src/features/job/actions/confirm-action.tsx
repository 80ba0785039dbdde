"use client";

import { type ReactNode, useState } from "react";
import { CarriedNote } from "../../../components/carried-note.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { useJobAction } from "./use-job-action.ts";

const texts = jobTexts.actions;

export interface ConfirmActionProps {
  readonly job: JobRecord;
  readonly action: "accept" | "cancel";
  readonly isPrimary: boolean;
  /** What it means for the money. */
  readonly children?: ReactNode;
}

/** A step that ends something: asked once more before the wallet is. */
export function ConfirmAction({ job, action, isPrimary, children }: ConfirmActionProps) {
  const [isOpen, setOpen] = useState(false);
  const { transaction, start } = useJobAction(job.jobId, action, () => setOpen(false));
  const { title, body } = texts.confirm[action];
  const { label } = texts.names(action);
  return (
    <>
      <Button
        variant={isPrimary ? "primary" : "secondary"}
        isBusy={transaction.isBusy && !isOpen}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={title}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{texts.back}</Button>
            <TransactionButton transaction={transaction} onStart={() => start()}>
              {label}
            </TransactionButton>
          </>
        }
      >
        <div className="flex flex-col gap-3 text-sm">
          <p>{body}</p>
          {children}
          <CarriedNote />
          <TransactionStatus transaction={transaction} />
        </div>
      </Dialog>
    </>
  );
}
