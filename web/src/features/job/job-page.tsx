"use client";

import { isLive } from "@computehive/protocol/job-state";
import Link from "next/link";
import { useEffect } from "react";
import type { Hex } from "viem";
import { shortHex } from "../../components/hash.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { type JobRecord, recordedReceipt } from "../../lib/jobs/job-record.ts";
import { useJob } from "../../lib/jobs/use-job.ts";
import { useManifest } from "../../lib/receipts/use-evidence.ts";
import { useAddress } from "../../lib/wallet/use-wallet.ts";
import { jobTexts as texts } from "../../texts/job.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { useWasEver } from "../../ui/use-was-ever.ts";
import { Standing } from "./actions/standing.tsx";
import type { FactsPanelProps } from "./facts/facts-panel.tsx";
import { JobSkeleton } from "./job-skeleton.tsx";
import {
  FactsPanel,
  JobTimeline,
  LogPanel,
  loadJobParts,
  MoneyPanel,
  ResultPanel,
  WaitingOrder,
} from "./lazy-parts.tsx";
import { useExecutionFeed } from "./log/use-execution-feed.ts";
import { isBuyer } from "./model/actions.ts";

/** One job from its posting to its end. */
export function JobPage({ id }: { id: Hex }) {
  return <Job key={id} id={id} />;
}

function Job({ id }: { id: Hex }) {
  useEffect(loadJobParts, []);
  const query = useJob(id);
  // Asked again, a query without an answer forgets its error; what is shown of it must stay.
  const wasUnknown = useWasEver(query.error?.name === "JobUnknownError");
  const manifest = useManifest(query.data?.terms.manifestHash);
  const title = manifest.data?.title ?? texts.untitled(shortHex(id));
  const trail = (
    <Link href="/jobs" className="hover:text-ink hover:underline">
      {texts.trail}
    </Link>
  );
  if (!query.data) {
    if (!query.isError && !wasUnknown) return <JobSkeleton title={texts.untitled(shortHex(id))} trail={trail} />;
    return (
      <Page title={texts.untitled(shortHex(id))} trail={trail}>
        {wasUnknown ? <WaitingOrder id={id} /> : <QueryError query={query} />}
      </Page>
    );
  }
  const job = query.data;
  return (
    <Page
      title={title}
      trail={trail}
      actions={<ButtonLink href={`/jobs/new?like=${job.jobId}`}>{texts.actions.runAgain}</ButtonLink>}
    >
      {query.isError && <Notice tone="caution">{texts.stale(job.asOf.block)}</Notice>}
      {job.source === "chain" && !query.isError && <Notice>{texts.fromChain}</Notice>}
      <Standing job={job} />
      <JobParts job={job} manifest={manifest.data ?? (manifest.isError ? "missing" : undefined)} />
    </Page>
  );
}

function JobParts({ job, manifest }: { job: JobRecord; manifest: FactsPanelProps["manifest"] }) {
  const address = useAddress();
  const followed = job.current ?? job.attempts.at(-1);
  const { state, feed } = useExecutionFeed(followed?.executionId);
  const hasResult = recordedReceipt(job, job.current) !== undefined;
  const result = <ResultPanel job={job} />;
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-5">
        {hasResult && result}
        {followed && (
          <LogPanel state={state} feed={feed} fileName={`output-${followed.executionId.slice(2, 10)}.log`} />
        )}
        <JobTimeline job={job} followed={followed} feed={state} />
        {!hasResult && isLive(job.state) && result}
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <MoneyPanel job={job} isOwn={isBuyer(job, address)} />
        <FactsPanel job={job} manifest={manifest} />
      </div>
    </div>
  );
}
