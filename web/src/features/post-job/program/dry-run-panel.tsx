"use client";

import { useEffect, useEffectEvent } from "react";
import { Fuel } from "../../../components/quantity.tsx";
import { shareOf } from "../../../lib/metering/progress.ts";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { DryRunResult } from "./dry-run-result.tsx";
import { type DryRunState, LONG_TIMEOUT, useDryRun } from "./use-dry-run.ts";

const texts = postJobTexts.dryRun;

/** Runs the work once here: how much fuel it needs, how it ends, what it writes. */
export function DryRunPanel({ startsItself = false }: { startsItself?: boolean }) {
  const { draft } = useDraft();
  const { state, start, stop, dryRun, isCurrent, outputs } = useDryRun();
  const cid = draft.program?.cid;
  const begin = useEffectEvent(() => {
    if (startsItself && draft.program?.source === "example" && !isCurrent) void start();
  });
  useEffect(() => {
    if (cid) begin();
  }, [cid]);

  const isRunning = state.kind === "running";
  return (
    <Card
      title={texts.title}
      aside={
        !isRunning && (
          <Button size="small" variant={isCurrent ? "secondary" : "primary"} onClick={() => void start()}>
            {dryRun ? texts.again : texts.start}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3" aria-live="polite">
        <p className="text-sm text-muted">{texts.lead}</p>
        {isRunning && <Running state={state} expected={dryRun && BigInt(dryRun.fuel)} onStop={stop} />}
        <Failure state={state} onLonger={() => void start(LONG_TIMEOUT)} />
        {!isRunning && dryRun && <DryRunResult dryRun={dryRun} isCurrent={isCurrent} outputs={outputs} />}
        {!isRunning && !dryRun && <p className="text-xs text-muted">{texts.skip}</p>}
      </div>
    </Card>
  );
}

interface RunningProps {
  readonly state: Extract<DryRunState, { kind: "running" }>;
  readonly expected: bigint | undefined;
  readonly onStop: () => void;
}

function Running({ state: { progress }, expected, onStop }: RunningProps) {
  const isPreparing = !progress || progress.stage === "preparing";
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <Progress
          label={texts.running}
          value={isPreparing || !expected ? undefined : shareOf(progress, expected)}
          note={
            isPreparing ? (
              texts.preparing
            ) : (
              <>
                {!progress.isExact && `${texts.about} `}
                <Fuel value={progress.fuel} /> {texts.fuelSoFar},{" "}
                {texts.elapsed((progress.milliseconds / 1000).toFixed(1))}
              </>
            )
          }
        />
      </div>
      <Button size="small" onClick={onStop}>
        {texts.cancel}
      </Button>
    </div>
  );
}

function Failure({ state, onLonger }: { state: DryRunState; onLonger: () => void }) {
  if (state.kind === "stopped") return <Notice>{texts.cancelled}</Notice>;
  if (state.kind === "files-gone") return <Notice tone="negative">{texts.filesGone}</Notice>;
  if (state.kind === "failed") {
    return <ErrorState what={texts.failed} advice={state.error.what} detail={state.error.detail} />;
  }
  if (state.kind !== "timeout") return null;
  return (
    <Notice
      tone="caution"
      title={texts.timeout(state.seconds)}
      action={
        <Button size="small" onClick={onLonger}>
          {texts.longer}
        </Button>
      }
    >
      {texts.timeoutHelp}
    </Notice>
  );
}
