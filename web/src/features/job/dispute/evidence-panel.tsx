"use client";

import type { ReceiptUpload } from "@computehive/protocol/api/execution";
import { isRepeatable } from "@computehive/protocol/outcome";
import { unitKindOf } from "@computehive/protocol/price";
import { receiptHashOf } from "@computehive/protocol/receipt";
import { shortNumber } from "../../../components/number-text.ts";
import { QueryError } from "../../../components/query-error.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { type AttemptRecord, type JobRecord, recordedReceipt } from "../../../lib/jobs/job-record.ts";
import { useGatewayExecution, useManifest } from "../../../lib/receipts/use-evidence.ts";
import { disputeTexts } from "../../../texts/dispute.ts";
import { statusTexts } from "../../../texts/status.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Details } from "../../../ui/error-state.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { formatDuration } from "../../../ui/time/format-time.ts";
import { type Compared, type Comparison, compare, type Stated, statedBy } from "./evidence.ts";
import { type OwnRun, useOwnRun } from "./use-own-run.ts";

const texts = disputeTexts.evidence;

/** The receipt's statements beside what this browser gets, when the viewer lets it run the program. */
export function EvidencePanel({ job, attempt }: { job: JobRecord; attempt: AttemptRecord }) {
  const { marketDomain } = useHive();
  const execution = useGatewayExecution(attempt.executionId);
  const recorded = recordedReceipt(job, attempt);
  if (!recorded) return null;
  if (execution.data === undefined) {
    return (
      <Card title={texts.title}>
        {execution.isError ? <QueryError query={execution} /> : <SkeletonLines count={5} />}
      </Card>
    );
  }
  const upload: ReceiptUpload | undefined = execution.data?.receipt;
  const isOurs = upload && receiptHashOf(marketDomain, upload.receipt) === recorded.receiptHash;
  const stated = isOurs ? statedBy(upload.receipt) : fromChain(job, recorded.units);
  const remark = isOurs ? undefined : upload ? texts.otherReceipt : texts.lostReceipt;
  return (
    <Card title={texts.title}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{texts.lead}</p>
        {remark && <Notice tone="caution">{remark}</Notice>}
        <SideBySide stated={stated} manifestHash={job.terms.manifestHash} isWhole={remark === undefined} />
      </div>
    </Card>
  );
}

function fromChain({ order }: JobRecord, units: bigint): Stated {
  const isFuel = unitKindOf(order.unitKind) === "fuel";
  return { outputHash: undefined, outcome: undefined, exitCode: undefined, units: isFuel ? units : undefined };
}

interface SideBySideProps {
  readonly stated: Stated;
  readonly manifestHash: JobRecord["terms"]["manifestHash"];
  readonly isWhole: boolean;
}

function SideBySide({ stated, manifestHash, isWhole }: SideBySideProps) {
  const manifest = useManifest(manifestHash);
  const { run, start, cancel } = useOwnRun(manifest.data);
  const rows = compare(stated, run.phase === "done" ? run.found : undefined);
  const canRepeat = stated.outcome === undefined || isRepeatable(stated.outcome);
  return (
    <>
      <div className="-mx-4 border-y border-line">
        <Table caption={texts.caption} columns={COLUMNS} rows={rows} rowKey={({ fact }) => fact} empty={null} />
      </div>
      {canRepeat ? (
        <div className="flex flex-col gap-2">
          <RunState run={run} expected={stated.units} />
          <div role="status">
            <Outcome run={run} rows={rows} isWhole={isWhole} />
          </div>
          {manifest.isError && <p className="text-sm text-caution">{texts.noManifest}</p>}
          <RunButton run={run} canStart={manifest.data !== undefined} onStart={() => void start()} onCancel={cancel} />
        </div>
      ) : (
        <p className="text-sm text-caution">{texts.notRepeatable}</p>
      )}
    </>
  );
}

const COLUMNS: readonly Column<Compared>[] = [
  { key: "fact", header: texts.columns.what, cell: ({ fact }) => texts.facts[fact] },
  {
    key: "node",
    header: texts.columns.node,
    cell: ({ fact, node }) => <Value fact={fact} value={node} none={texts.notShown} />,
  },
  {
    key: "own",
    header: texts.columns.own,
    cell: ({ fact, own }) => <Value fact={fact} value={own} none={texts.notRun} />,
  },
  { key: "verdict", header: texts.columns.verdict, cell: ({ comparison }) => <Word comparison={comparison} /> },
];

function Value({ fact, value, none }: Pick<Compared, "fact"> & { value: string | undefined; none: string }) {
  if (value === undefined) return <span className="text-muted">{none}</span>;
  if (fact === "outcome") return statusTexts.outcome[value as keyof typeof statusTexts.outcome];
  return <span className="font-mono text-xs break-all">{value}</span>;
}

const TONES = { same: "positive", different: "negative", nothing: "neutral" } as const satisfies Record<
  Comparison,
  string
>;

/** In words: a colour alone tells nobody who does not see it. */
function Word({ comparison }: { comparison: Comparison }) {
  if (comparison === "nothing") return <span className="text-muted">{texts.nothing}</span>;
  return <Badge tone={TONES[comparison]}>{texts[comparison]}</Badge>;
}

function RunState({ run, expected }: { run: OwnRun; expected: bigint | undefined }) {
  if (run.phase === "fetching") return <Progress label={texts.running} note={texts.fetching(run.what)} />;
  if (run.phase !== "running") return null;
  const { stage, fuel, milliseconds } = run.progress;
  if (stage === "preparing") return <Progress label={texts.running} note={texts.preparing} />;
  const value = expected ? Math.min(0.99, Number((fuel * 1_000n) / expected) / 1_000) : undefined;
  const note = texts.sofar(shortNumber(fuel), formatDuration(milliseconds / 1_000));
  return <Progress label={texts.running} value={value} note={note} />;
}

function Outcome({ run, rows, isWhole }: { run: OwnRun; rows: readonly Compared[]; isWhole: boolean }) {
  if (run.phase === "cancelled") return <p className="text-sm text-muted">{texts.cancelled}</p>;
  if (run.phase === "failed") {
    return (
      <Notice
        tone={run.isAgainstNode ? "negative" : "caution"}
        title={run.isAgainstNode ? texts.neverRun : texts.failed}
      >
        <Details label={texts.why} text={run.reason} />
      </Notice>
    );
  }
  if (run.phase !== "done") return null;
  const different = rows.filter(({ comparison }) => comparison === "different").length;
  if (different > 0) {
    return (
      <Notice tone="negative" title={texts.differs(different)}>
        {texts.meaning}
      </Notice>
    );
  }
  return <Notice tone={isWhole ? "positive" : "caution"}>{isWhole ? texts.agrees : texts.open}</Notice>;
}

interface RunButtonProps {
  readonly run: OwnRun;
  readonly canStart: boolean;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}

function RunButton({ run: { phase }, canStart, onStart, onCancel }: RunButtonProps) {
  const isRunning = phase === "fetching" || phase === "running";
  const label = isRunning ? texts.cancel : phase === "done" ? texts.again : texts.start;
  return (
    <div>
      <Button size="small" disabled={!canStart} onClick={isRunning ? onCancel : onStart}>
        {label}
      </Button>
    </div>
  );
}
