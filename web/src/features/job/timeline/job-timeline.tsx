"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { useChainNow } from "../../../lib/chain/use-chain-now.ts";
import type { AttemptRecord, JobRecord } from "../../../lib/jobs/job-record.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Timeline, type TimelineItem } from "../../../ui/timeline.tsx";
import type { FeedState } from "../log/execution-feed.ts";
import type { AttemptStep, JobStep } from "../model/attempt-steps.ts";
import { type Chapter, storyOf } from "../model/story.ts";
import { stepLine } from "./step-line.tsx";
import { usePhases } from "./use-phases.ts";

const texts = jobTexts.timeline;

/** Of a disputed job alone; it follows the story's code, so that the page's first load knows nothing of it. */
const DisputePart = dynamic(async () => (await import("../dispute/dispute-part.tsx")).DisputePart, {
  ssr: false,
  loading: () => (
    <Card>
      <SkeletonLines count={6} />
    </Card>
  ),
});

export interface JobTimelineProps {
  readonly job: JobRecord;
  /** The attempt whose reports come as they are made, and what came of them. */
  readonly followed: AttemptRecord | undefined;
  readonly feed: FeedState;
}

/** The whole story of a job: chain and nodes in one, each attempt apart; before it, of a disputed one, how the dispute stands. */
export function JobTimeline({ job, followed, feed }: JobTimelineProps) {
  const phases = usePhases(job.attempts, followed, feed);
  const now = useChainNow() ?? job.asOf.at;
  const chapters = useMemo(() => storyOf(job, { phases, now }), [job, phases, now]);
  const { current } = job;
  return (
    <>
      {current?.dispute && <DisputePart job={job} attempt={current} />}
      <Card title={texts.title}>
        <div className="flex flex-col gap-5">
          {chapters.map((chapter) => (
            <ChapterView key={chapter.key} chapter={chapter} job={job} />
          ))}
        </div>
      </Card>
    </>
  );
}

function ChapterView({ chapter, job }: { chapter: Chapter; job: JobRecord }) {
  if (chapter.kind === "queue") {
    const items = chapter.steps.map((step) =>
      stepLine(step.name, step, { title: titleOf(texts.queue[step.name], step) }),
    );
    return <Timeline label={texts.label} items={items} />;
  }
  const { attempt, steps } = chapter;
  const name = texts.attempt(attempt.attempt + 1);
  return (
    <section aria-label={name} className="rounded-md border border-line p-3 sm:p-4">
      <h3 className="mb-3 flex flex-wrap items-center gap-x-2 text-sm font-semibold">
        {name}
        <span className="inline-flex items-center gap-1 font-normal text-muted">
          {texts.by} <Address value={attempt.node} href={`/nodes/${attempt.node.toLowerCase()}`} />
        </span>
      </h3>
      <Timeline label={`${texts.label}: ${name}`} items={steps.map((step) => attemptLine(step, attempt, job))} />
    </section>
  );
}

function attemptLine(step: AttemptStep, attempt: AttemptRecord, job: JobRecord): TimelineItem {
  const notes = NOTES[step.name]?.(step, attempt, job);
  return stepLine(step.name, step, { title: titleOf(texts.steps[step.name], step), ...(notes && { notes: [notes] }) });
}

type Note = (step: AttemptStep, attempt: AttemptRecord, job: JobRecord) => React.ReactNode;

const NOTES: Partial<Record<AttemptStep["name"], Note>> = {
  submitted: ({ state }) => state === "active" && texts.submitting,
  "gave-up": () => texts.gaveUp,
  disputed: (_, { dispute }) => dispute && texts.complaints[dispute.complaint],
  expired: (_, { expired }) =>
    expired &&
    expired.penalty > 0n && (
      <>
        {texts.penaltyBurned} <Amount value={expired.penalty} />
      </>
    ),
  settled: (step, _, { settlement }) =>
    step.state !== "waiting" && settlement && settlement.kind === "resolved" && texts.settlements.resolved,
};

function titleOf(words: Partial<Record<JobStep["state"], string>> & { any: string }, { state }: JobStep): string {
  return words[state] ?? words.any;
}
