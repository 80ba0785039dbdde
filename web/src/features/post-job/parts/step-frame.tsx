"use client";

import type { ReactNode } from "react";
import { postJobTexts as texts } from "../../../texts/post-job.ts";
import { Button } from "../../../ui/button.tsx";
import { nextStep, previousStep } from "../draft/steps.ts";
import { useDraft } from "../draft/use-draft.tsx";

export interface StepFrameProps {
  readonly title: string;
  readonly lead: string;
  readonly canGoOn: boolean;
  readonly children: ReactNode;
}

/** One step: its heading, its parts, the way back and on. */
export function StepFrame({ title, lead, canGoOn, children }: StepFrameProps) {
  const { step, go } = useDraft();
  const next = nextStep(step);
  const previous = previousStep(step);
  return (
    <section aria-labelledby="step-title" className="flex min-w-0 flex-col gap-5">
      <header>
        <h2 id="step-title" tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
          {title}
        </h2>
        <p className="mt-0.5 max-w-2xl text-muted">{lead}</p>
      </header>
      {children}
      <div className="flex flex-wrap justify-between gap-3 border-t border-line pt-4">
        {previous ? <Button onClick={() => go(previous)}>{texts.back}</Button> : <span />}
        {next && (
          <Button variant="primary" disabled={!canGoOn} onClick={() => go(next)}>
            {texts.next}: {texts.steps[next]}
          </Button>
        )}
      </div>
    </section>
  );
}
