"use client";

import type { JobState } from "@computehive/protocol/job-state";
import { Amount } from "../../../components/amount.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { useBlockTime } from "../../../lib/chain/use-chain-now.ts";
import { useConfig } from "../../../lib/config/config-context.tsx";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { jobTexts } from "../../../texts/job.ts";
import { ConfirmAction, DisputeAction, TimedAction } from "../lazy-parts.tsx";
import { actionsFor, isBuyer, type JobAction, nextDeadline } from "../model/actions.ts";
import { moneyOf } from "../model/money.ts";
import { TimeLeft } from "../timeline/time-left.tsx";

/** How the job stands in one sentence, how long it can stay so, and what can be done. */
export function Standing({ job }: { job: JobRecord }) {
  const address = useAddress();
  const now = useBlockTime() ?? job.asOf.at;
  const actions = actionsFor(job, { address, now });
  const deadline = nextDeadline(job);
  return (
    <section
      aria-label={jobTexts.actions.heading}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4"
    >
      <div className="min-w-0">
        <div role="status" className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <StatusBadge job={job.state} />
          <p>{sentenceFor(job, actions, isBuyer(job, address))}</p>
        </div>
        {deadline !== undefined && now <= deadline && <TimeLeft until={deadline} />}
      </div>
      {actions.length > 0 && (
        <div className="flex flex-wrap items-start gap-2">
          {actions.map((action, index) => (
            <ActionView key={action} job={job} action={action} isPrimary={index === 0} />
          ))}
        </div>
      )}
    </section>
  );
}

const DUE_SENTENCES: Partial<Record<JobAction, string>> = {
  lapse: jobTexts.claimOver,
  expire: jobTexts.runOver,
  "settle-silent": jobTexts.windowOver,
  "resolve-by-timeout": jobTexts.verdictOver,
};

function sentenceFor({ state }: { state: JobState }, actions: readonly JobAction[], isOwn: boolean): string {
  const due = actions.map((action) => DUE_SENTENCES[action]).find(Boolean);
  if (due) return due;
  return state === "submitted" && !isOwn ? jobTexts.submittedForOthers : jobTexts.states[state];
}

function ActionView({ job, action, isPrimary }: { job: JobRecord; action: JobAction; isPrimary: boolean }) {
  const { deployment } = useConfig();
  const money = moneyOf(job, { fee: BigInt(deployment.parameters.arbiterFee) });
  const agreement = money.splits.find(({ ending }) => ending === "agreement");
  switch (action) {
    case "dispute":
      return <DisputeAction job={job} money={money} />;
    case "accept":
      return (
        <ConfirmAction job={job} action="accept" isPrimary={isPrimary}>
          {agreement && (
            <p>
              {jobTexts.money.payee}: <Amount value={agreement.payee} /> · {jobTexts.money.buyer}:{" "}
              <Amount value={agreement.buyer} />
            </p>
          )}
        </ConfirmAction>
      );
    case "cancel":
      return (
        <ConfirmAction job={job} action="cancel" isPrimary={isPrimary}>
          <p>
            {jobTexts.money.buyer}: <Amount value={money.locked} />
          </p>
        </ConfirmAction>
      );
    default:
      return <TimedAction job={job} action={action} />;
  }
}
