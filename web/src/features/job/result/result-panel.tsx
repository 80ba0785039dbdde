"use client";

import { isLive } from "@computehive/protocol/job-state";
import { unitKindOf } from "@computehive/protocol/price";
import type { ResultDocument } from "@computehive/protocol/result";
import type { Hex } from "viem";
import { shortHex } from "../../../components/hash.tsx";
import { Fuel } from "../../../components/quantity.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { type JobRecord, recordedReceipt } from "../../../lib/jobs/job-record.ts";
import { useResult } from "../../../lib/receipts/use-result.ts";
import { jobTexts } from "../../../texts/job.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { DownloadAll } from "./download-all.tsx";
import { outputEntries } from "./output-entries.ts";
import { OutputFile } from "./output-file.tsx";

const texts = jobTexts.result;

/** What came out of the job: everything that the receipt on the chain names, and nothing else. */
export function ResultPanel({ job }: { job: JobRecord }) {
  const attempt = job.current;
  const recorded = recordedReceipt(job, attempt);
  if (!attempt || !recorded) {
    return (
      <Card title={texts.title}>
        <EmptyState title={texts.none}>{texts.noneBody}</EmptyState>
      </Card>
    );
  }
  return (
    <Card
      title={texts.title}
      aside={
        <ButtonLink size="small" href={`/receipts/${attempt.executionId}`}>
          {texts.receipt}
        </ButtonLink>
      }
    >
      <RecordedResult job={job} executionId={attempt.executionId} {...recorded} />
    </Card>
  );
}

interface RecordedResultProps {
  readonly job: JobRecord;
  readonly executionId: Hex;
  readonly receiptHash: Hex;
  readonly units: bigint;
}

function RecordedResult({ job, executionId, receiptHash, units }: RecordedResultProps) {
  const explain = useExplain();
  const isExpected = isLive(job.state);
  const { execution, document: result, error } = useResult(executionId, receiptHash, { isExpected });
  if (result.data) return <Outputs document={result.data} units={units} job={job} />;
  const isRetrying = execution.isFetching || result.isFetching;
  if (error) {
    const retry = () => void (execution.error ? execution.refetch() : result.refetch());
    return <ErrorState {...explain(error)} advice={texts.notDeliveredAdvice} isRetrying={isRetrying} onRetry={retry} />;
  }
  if (execution.data === undefined || execution.data?.receipt) return <SkeletonLines count={5} />;
  if (isExpected) return <Notice tone="caution">{texts.waiting}</Notice>;
  return (
    <ErrorState
      what={texts.lost}
      advice={texts.lostAdvice}
      isRetrying={isRetrying}
      onRetry={() => void execution.refetch()}
    />
  );
}

/** So many files are opened by themselves: those that were asked for, not a hundred. */
const OPEN_AT_FIRST = 2;

function Outputs({ document, units, job }: { document: ResultDocument; units: bigint; job: JobRecord }) {
  const entries = outputEntries(document);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <StatusBadge outcome={document.outcome} exitCode={document.exitCode} />
          {unitKindOf(job.order.unitKind) === "fuel" && <Fuel value={units} />}
        </p>
        {entries.length > 0 && (
          <DownloadAll entries={entries} name={texts.zipName(shortHex(job.jobId).replace("…", "-"))} />
        )}
      </div>
      {entries.length === 0 ? (
        <p className="text-sm text-muted">{jobTexts.log.emptyEnded}</p>
      ) : (
        <ul className="divide-y divide-line">
          {entries.map((entry, index) => (
            <OutputFile key={entry.path} entry={entry} isOpenAtFirst={index < OPEN_AT_FIRST} />
          ))}
        </ul>
      )}
      <p className="text-xs text-muted">{texts.checked}</p>
    </div>
  );
}
