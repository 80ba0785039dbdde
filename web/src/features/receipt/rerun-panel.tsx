"use client";

import { unitKindOf } from "@computehive/protocol/price";
import { useEffect, useRef } from "react";
import { shortNumber } from "../../components/number-text.ts";
import { useChainNow } from "../../lib/chain/use-chain-now.ts";
import { type JobRecord, windowEnd } from "../../lib/jobs/job-record.ts";
import { type MeterProgress, shareOf } from "../../lib/metering/progress.ts";
import type {
  RerunState,
  Verification,
  VerificationState,
  VerificationSubject,
} from "../../lib/receipts/verification.ts";
import { receiptTexts } from "../../texts/receipt.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { formatDuration } from "../../ui/time/format-time.ts";

const texts = receiptTexts.rerun;

export interface RerunPanelProps {
  readonly subject: VerificationSubject;
  readonly state: VerificationState;
  readonly verification: Verification | undefined;
  readonly canRepeat: boolean;
}

/** The program's second run: begun by hand, watched, stopped, and compared. */
export function RerunPanel({ subject, state, verification, canRepeat }: RerunPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The page is drawn after the browser has looked for the link's target.
    if (location.hash === "#execution") panel.current?.scrollIntoView({ block: "center" });
  }, []);
  const { rerun, checks } = state;
  const { status } = checks.execution;
  if (!canRepeat) return <p className="mt-1.5 text-sm text-caution">{receiptTexts.notRepeatable}</p>;
  const expected = expectedFuel(subject);
  return (
    <div ref={panel} className="mt-2 flex flex-col gap-2 print:hidden">
      {status === "running" && <RerunProgress rerun={rerun} expected={expected} />}
      {status === "offered" && <p className="text-sm text-muted">{offerText(rerun, expected)}</p>}
      <div className="flex flex-wrap items-center gap-2">
        <RerunButton isRunning={status === "running"} isFirst={status === "offered"} verification={verification} />
        {status === "impossible" && <span className="text-xs text-muted">{texts.impossible}</span>}
      </div>
      {status === "failed" && <WrongResult job={subject.job} />}
    </div>
  );
}

interface RerunButtonProps extends Pick<RerunPanelProps, "verification"> {
  readonly isRunning: boolean;
  readonly isFirst: boolean;
}

function RerunButton({ isRunning, isFirst, verification }: RerunButtonProps) {
  if (isRunning) {
    return (
      <Button size="small" onClick={() => verification?.cancelRerun()}>
        {texts.cancel}
      </Button>
    );
  }
  return (
    <Button size="small" variant={isFirst ? "primary" : "secondary"} onClick={() => void verification?.rerun()}>
      {isFirst ? texts.start : texts.again}
    </Button>
  );
}

function offerText({ phase }: RerunState, expected: bigint | undefined): string {
  if (phase === "cancelled") return texts.cancelled;
  return texts.expect(expected === undefined ? undefined : shortNumber(expected));
}

/** What the run should come to; nothing where the receipt counts something else than fuel. */
function expectedFuel({ upload: { receipt } }: VerificationSubject): bigint | undefined {
  return unitKindOf(receipt.details.unitKind) === "fuel" ? receipt.units : undefined;
}

function RerunProgress({ rerun, expected }: { rerun: RerunState; expected: bigint | undefined }) {
  if (rerun.phase === "running" && rerun.progress.stage === "running") {
    const { progress } = rerun;
    return (
      <Progress
        label={texts.running}
        value={expected === undefined ? undefined : shareOf(progress, expected)}
        note={progressText(progress, expected)}
      />
    );
  }
  const isFetching = rerun.phase === "fetching";
  const value = isFetching && rerun.total ? rerun.done / rerun.total : undefined;
  return (
    <Progress label={texts.running} value={value} note={isFetching ? texts.fetching(rerun.what) : texts.preparing} />
  );
}

function progressText({ fuel, milliseconds, isExact }: MeterProgress, expected: bigint | undefined): string {
  if (expected === undefined) return texts.sofar(shortNumber(fuel), formatDuration(milliseconds / 1000));
  const all = shortNumber(expected);
  const shown = shortNumber(fuel < expected ? fuel : expected);
  const seconds = formatDuration(milliseconds / 1000);
  return isExact ? texts.of(shown, all, seconds) : texts.about(shown, all, seconds);
}

/** Another result than the node's: what it means depends on whether anything can still be done. */
function WrongResult({ job }: { job: JobRecord }) {
  const now = useChainNow() ?? job.asOf.at;
  const isOpen = job.state === "submitted" && now <= (windowEnd(job) ?? 0);
  const body = isOpen ? texts.wrong.disputable : job.state === "disputed" ? texts.wrong.disputed : texts.wrong.tooLate;
  return (
    <Notice
      tone="negative"
      isUrgent
      title={texts.wrong.title}
      action={
        isOpen && (
          <ButtonLink size="small" href={`/jobs/${job.jobId}`}>
            {texts.wrong.action}
          </ButtonLink>
        )
      }
    >
      {body}
    </Notice>
  );
}
