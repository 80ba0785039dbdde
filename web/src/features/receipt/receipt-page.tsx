"use client";

import { isTerminal } from "@computehive/protocol/job-state";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useEffect } from "react";
import type { Hex } from "viem";
import { shortHex } from "../../components/hash.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { type AttemptRecord, type JobRecord, recordedReceipt } from "../../lib/jobs/job-record.ts";
import { useJob, useJobOfExecution } from "../../lib/jobs/use-job.ts";
import { useGatewayExecution } from "../../lib/receipts/use-evidence.ts";
import { receiptTexts as texts } from "../../texts/receipt.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { OnChainFacts } from "./on-chain-facts.tsx";
import { PageActions } from "./page-actions.tsx";
import { ReceiptSkeleton } from "./receipt-skeleton.tsx";

const loadReceipt = async () => (await import("./comparable-receipt.tsx")).ComparableReceipt;

/** What hashes, encodes and verifies: fetched while the chain and the gateway are asked for something to verify. */
const LazyReceipt = dynamic(loadReceipt, { ssr: false, loading: ReceiptSkeleton });

/** A receipt as a document, and its verification. */
export function ReceiptPage({ executionId }: { executionId: Hex }) {
  useEffect(() => {
    // A failure is told where the receipt is shown.
    loadReceipt().catch(() => undefined);
  }, []);
  const jobId = useJobOfExecution(executionId);
  const job = useJob(jobId.data);
  const attempt = job.data?.attempts.find((one) => one.executionId === executionId);
  const failed = jobId.isError ? jobId : job.isError && !job.data ? job : undefined;
  return (
    <Page
      title={texts.heading(shortHex(executionId))}
      lead={texts.lead}
      trail={jobId.data && <JobTrail jobId={jobId.data} />}
      actions={<PageActions />}
    >
      {job.data && attempt ? (
        <Found job={job.data} attempt={attempt} />
      ) : failed ? (
        <Failed query={failed} />
      ) : (
        <ReceiptSkeleton />
      )}
    </Page>
  );
}

function JobTrail({ jobId }: { jobId: Hex }) {
  return (
    <Link href={`/jobs/${jobId}`} className="hover:text-ink hover:underline">
      {texts.trailJob} {shortHex(jobId)}
    </Link>
  );
}

function Failed({ query }: { query: Parameters<typeof QueryError>[0]["query"] }) {
  if ((query.error as Error | null)?.name !== "ExecutionUnknownError") return <QueryError query={query} />;
  return (
    <EmptyState title={texts.unknown.title} action={<ButtonLink href="/jobs">{texts.unknown.action}</ButtonLink>}>
      {texts.unknown.body}
    </EmptyState>
  );
}

function Found({ job, attempt }: { job: JobRecord; attempt: AttemptRecord }) {
  const recorded = recordedReceipt(job, attempt);
  const isLive = !isTerminal(job.state);
  const execution = useGatewayExecution(recorded && attempt.executionId, { isExpected: isLive });
  if (!recorded) {
    const isOver = attempt.declined !== undefined || attempt.expired !== undefined || !isLive;
    return (
      <EmptyState
        title={texts.none.title}
        action={<ButtonLink href={`/jobs/${job.jobId}`}>{texts.none.action}</ButtonLink>}
      >
        {isOver ? texts.none.ended : texts.none.body}
      </EmptyState>
    );
  }
  const upload = execution.data?.receipt;
  if (!upload) {
    if (execution.isPending) return <ReceiptSkeleton />;
    return (
      <>
        {execution.isError ? (
          <QueryError query={execution} />
        ) : (
          <Notice tone="caution" title={texts.lost.title}>
            {texts.lost.body}
          </Notice>
        )}
        <OnChainFacts job={job} attempt={attempt} />
      </>
    );
  }
  return <LazyReceipt job={job} attempt={attempt} upload={upload} receiptHash={recorded.receiptHash} />;
}
