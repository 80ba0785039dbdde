"use client";

import type { IndexedJuryCase } from "@computehive/protocol/indexer-api/jury";
import { type CaseState, isCaseEnded } from "@computehive/protocol/jury-case";
import { Amount } from "../../../components/amount.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { useBlockTime } from "../../../lib/chain/use-chain-now.ts";
import { useConfig } from "../../../lib/config/config-context.tsx";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { disputeTexts } from "../../../texts/dispute.ts";
import { Badge } from "../../../ui/badge.tsx";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import type { Tone } from "../../../ui/tone.ts";
import { TimeLeft } from "../timeline/time-left.tsx";
import { CaseAction } from "./case-action.tsx";
import { JuryRound } from "./jury-round.tsx";
import { type CaseNow, caseNow, useJuryCase } from "./use-jury-case.ts";

const texts = disputeTexts.jury;

const TONES = {
  none: "neutral",
  drawing: "accent",
  committing: "accent",
  revealing: "accent",
  hung: "caution",
  appealable: "caution",
  ruled: "accent",
  failed: "negative",
  decided: "positive",
  lapsed: "neutral",
} as const satisfies Record<CaseState, Tone>;

/** How far the jury is with a dispute: what goes on and until when, and every round with its jurors. */
export function JuryPanel({ job }: { job: JobRecord }) {
  const query = useJuryCase(job.jobId);
  const now = useBlockTime() ?? job.asOf.at;
  return (
    <Card title={texts.title} aside={<JuryLink />}>
      {query.data ? (
        <Case job={job} told={query.data} now={now} />
      ) : query.data === null ? (
        <Unopened job={job} now={now} />
      ) : query.isError ? (
        <QueryError query={query} />
      ) : (
        <SkeletonLines count={6} />
      )}
    </Card>
  );
}

function JuryLink() {
  const { jury } = useConfig().deployment.contracts;
  return (
    <ButtonLink size="small" href={`/explorer/contracts/${jury}`}>
      {texts.contract}
    </ButtonLink>
  );
}

function Unopened({ job, now }: { job: JobRecord; now: number }) {
  return (
    <div className="flex flex-col gap-4">
      <State state="none" until={undefined} isMoot={isMoot(job, "none")} />
      <CaseAction job={job} told={undefined} current={UNOPENED} now={now} />
    </div>
  );
}

const UNOPENED = { state: "none", appealPrice: undefined, standing: undefined, until: undefined } as const;

/** The job ended before its case did. */
function isMoot({ state }: JobRecord, caseState: CaseState): boolean {
  return state !== "disputed" && !isCaseEnded(caseState);
}

function Case({ job, told, now }: { job: JobRecord; told: IndexedJuryCase; now: number }) {
  const current = caseNow(told, now);
  return (
    <div className="flex flex-col gap-4">
      <State {...current} isMoot={isMoot(job, current.state)} />
      <CaseAction job={job} told={told} current={current} now={now} />
      <CaseFacts told={told} current={current} />
      {told.rounds.map((round, number) => (
        <JuryRound
          // biome-ignore lint/suspicious/noArrayIndexKey: rounds are numbered, and none is ever taken back.
          key={number}
          number={number}
          round={round}
          now={now}
          isOver={told.verdict !== undefined || told.lapsed !== undefined}
        />
      ))}
    </div>
  );
}

interface StateProps extends Pick<CaseNow, "state" | "until"> {
  readonly noAppeal?: CaseNow["noAppeal"];
  readonly isMoot: boolean;
}

/** Read aloud when it changes. */
function State({ state, until, noAppeal, isMoot: isOver }: StateProps) {
  const step = state in texts.steps ? texts.steps[state as keyof typeof texts.steps] : undefined;
  return (
    <div>
      <div role="status" className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <Badge tone={isOver ? "neutral" : TONES[state]}>{isOver ? texts.mootBadge : texts.badges[state]}</Badge>
        <p className="min-w-0 text-sm">{isOver ? texts.moot : texts.states[state]}</p>
      </div>
      {noAppeal && !isOver && <p className="mt-1 text-xs text-muted">{texts.noAppeal[noAppeal]}</p>}
      {until !== undefined && !isOver && (
        <div className="mt-1 flex flex-wrap items-baseline gap-x-1.5 text-xs text-muted">
          <span>{step}:</span> <TimeLeft until={until} />
        </div>
      )}
    </div>
  );
}

function CaseFacts({ told, current }: { told: IndexedJuryCase; current: CaseNow }) {
  const { verdict, opened, fee, verdictBy, seats } = told;
  return (
    <KeyValues
      items={[
        verdict && { label: texts.verdict, value: disputeTexts.findings[verdict.finding] },
        verdict && { label: texts.share, value: <Amount value={verdict.share} /> },
        !verdict && current.standing && { label: texts.standing, value: disputeTexts.findings[current.standing] },
        current.appealPrice !== undefined && {
          label: texts.appealPrice,
          value: <Amount value={current.appealPrice} />,
        },
        { label: texts.fee, value: <Amount value={fee} />, note: texts.feeNote },
        { label: texts.opened, value: <Time value={opened.at} as="both" /> },
        { label: texts.verdictBy, value: <Time value={verdictBy} as="date" /> },
        { label: texts.seats, value: seats },
      ]}
    />
  );
}
