"use client";

import { useState } from "react";
import { Amount } from "../../../components/amount.tsx";
import { CarriedNote } from "../../../components/carried-note.tsx";
import { Duration } from "../../../components/time.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Notice } from "../../../ui/notice.tsx";
import type { JobMoney, Split } from "../model/money.ts";
import { useJobAction } from "./use-job-action.ts";

const texts = jobTexts.actions;
const COMPLAINTS = ["wrong", "not-delivered"] as const;

/** Contesting a receipt: what is wrong, what it costs, and how to know before. */
export function DisputeAction({ job, money }: { job: JobRecord; money: JobMoney }) {
  const [isOpen, setOpen] = useState(false);
  const [complaint, setComplaint] = useState<(typeof COMPLAINTS)[number]>("wrong");
  const { transaction, start } = useJobAction(job.jobId, "dispute", () => setOpen(false));
  const { title, body } = texts.confirm.dispute;
  return (
    <>
      <Button variant="danger" isBusy={transaction.isBusy && !isOpen} onClick={() => setOpen(true)}>
        {texts.names("dispute").label}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={title}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{texts.back}</Button>
            <TransactionButton variant="danger" transaction={transaction} onStart={() => start({ complaint })}>
              {texts.names("dispute").label}
            </TransactionButton>
          </>
        }
      >
        <div className="flex flex-col gap-4 text-sm">
          {complaint === "wrong" && <Recommendation executionId={job.current?.executionId} />}
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 font-medium">{texts.complaint}</legend>
            {COMPLAINTS.map((one) => (
              <ComplaintChoice key={one} value={one} isChosen={one === complaint} onChoose={setComplaint} />
            ))}
          </fieldset>
          <p>{body}</p>
          <Costs money={money} verdictTime={job.terms.verdictTime} />
          <CarriedNote />
          <TransactionStatus transaction={transaction} />
        </div>
      </Dialog>
    </>
  );
}

function Recommendation({ executionId }: { executionId: string | undefined }) {
  return (
    <Notice tone="accent">
      <p className="text-ink">{texts.recommend}</p>
      <p className="mt-2">
        <ButtonLink size="small" href={`/receipts/${executionId}#execution`}>
          {texts.recommendAction}
        </ButtonLink>
      </p>
    </Notice>
  );
}

interface ComplaintChoiceProps {
  readonly value: (typeof COMPLAINTS)[number];
  readonly isChosen: boolean;
  readonly onChoose: (value: (typeof COMPLAINTS)[number]) => void;
}

function ComplaintChoice({ value, isChosen, onChoose }: ComplaintChoiceProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2 rounded-md border border-line p-3 has-checked:border-accent">
      <input
        type="radio"
        name="complaint"
        value={value}
        checked={isChosen}
        onChange={() => onChoose(value)}
        className="mt-0.5 size-4 accent-accent"
      />
      <span>
        <span className="font-medium">{texts.complaints[value]}</span>
        <span className="block text-xs text-muted">{texts.complaints[`${value}Hint`]}</span>
      </span>
    </label>
  );
}

function Costs({ money: { splits, bond }, verdictTime }: { money: JobMoney; verdictTime: number }) {
  const buyerGets = (ending: Split["ending"]) => {
    const split = splits.find((one) => one.ending === ending);
    return split && <Amount value={split.buyer} />;
  };
  return (
    <section>
      <h3 className="font-medium">{texts.costs}</h3>
      <KeyValues
        items={[
          { label: texts.atMost, value: <Amount value={bond} />, note: texts.atMostNote },
          {
            label: texts.ifRight,
            value: (
              <>
                {texts.youGet} {buyerGets("refused")}
              </>
            ),
          },
          {
            label: texts.ifWrong,
            value: (
              <>
                {texts.youGet} {buyerGets("upheld")}
              </>
            ),
          },
          {
            label: texts.ifSilent,
            value: (
              <>
                {texts.youGet} {buyerGets("resolver-silent")}
              </>
            ),
            note: <Duration seconds={verdictTime} />,
          },
        ]}
      />
    </section>
  );
}
