"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { jobKeys } from "../../../lib/jobs/job-keys.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { disputeTexts } from "../../../texts/dispute.ts";
import { Notice } from "../../../ui/notice.tsx";
import { AppealAction } from "./appeal-action.tsx";
import { type CaseDoor, type CaseSight, caseDoorOf } from "./case-door.ts";

const texts = disputeTexts.jury.doors;

/** The one thing that can be done about a case now: the appeal, or the step that everybody waits for. */
export function CaseAction({ now, ...sight }: CaseSight & { now: number }) {
  const address = useAddress();
  const { jury } = useConfig().deployment.parameters;
  const door = caseDoorOf(sight, { address, now, jury: jury && { ...jury, fee: BigInt(jury.fee) } });
  // What somebody has begun stays until it ends, whatever becomes of the case meanwhile.
  const [held, setHeld] = useState<CaseDoor>();
  const shown = held ?? door;
  if (!shown) return null;
  const { jobId } = sight.job;
  const onHold = (isHeld: boolean) => setHeld(isHeld ? shown : undefined);
  if (shown.kind === "step") return <StepAction key={shown.step} jobId={jobId} door={shown} onHold={onHold} />;
  return (
    <AppealAction
      key={shown.round}
      {...{ ...shown, jobId, onHold }}
      finding={sight.current.standing}
      until={sight.current.until}
      isOver={door?.kind !== "appeal" || door.round !== shown.round}
    />
  );
}

interface StepActionProps {
  readonly jobId: CaseSight["job"]["jobId"];
  readonly door: Extract<CaseDoor, { kind: "step" }>;
  onHold(isHeld: boolean): void;
}

/** A step for anybody; jurors' agents take it as well, so mostly it is done before somebody presses. */
function StepAction({ jobId, door: { step, bar, chairs }, onHold }: StepActionProps) {
  const { label, note } = texts.steps[step];
  const transaction = useTransaction({
    key: `jury.${step}:${jobId}`,
    title: label,
    invalidates: [jobKeys.job(jobId), jobKeys.lists],
  });
  const tell = useEffectEvent(onHold);
  useEffect(() => tell(transaction.isBusy), [transaction.isBusy]);
  const start = () =>
    void transaction.run(async ({ hive, signal }) => {
      const { caseStepRequests } = await import("@computehive/sdk/jury/case-steps");
      return caseStepRequests(hive, jobId, step, { signal, chairs });
    });
  return (
    <div className="flex flex-col gap-1.5">
      {bar && <Notice tone="caution">{texts.bars[bar]}</Notice>}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <TransactionButton variant="secondary" transaction={transaction} disabled={bar !== undefined} onStart={start}>
          {label}
        </TransactionButton>
        <span className="min-w-0 text-xs text-muted">{note}</span>
      </div>
      <TransactionStatus transaction={transaction} />
    </div>
  );
}
