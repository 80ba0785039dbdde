"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { postJobTexts as texts } from "../../texts/post-job.ts";
import { BeginningNotice } from "./begin/beginning-notice.tsx";
import type { Step } from "./draft/steps.ts";
import { DraftProvider, useDraft } from "./draft/use-draft.tsx";
import { InputsStep } from "./inputs/inputs-step.tsx";
import { LimitsStep } from "./limits/limits-step.tsx";
import { DraftPending } from "./parts/draft-pending.tsx";
import { DraftSummary } from "./parts/draft-summary.tsx";
import { Stepper } from "./parts/stepper.tsx";
import { PriceStep } from "./price/price-step.tsx";
import { ProgramStep } from "./program/program-step.tsx";
import { ReviewStep } from "./review/review-step.tsx";
import { UploadsProvider } from "./upload/use-uploads.tsx";

/** The draft with its steps. */
export function PostJobFlow() {
  return (
    <DraftProvider pending={<DraftPending />}>
      <DraftBody />
    </DraftProvider>
  );
}

const STEP_VIEWS = {
  program: ProgramStep,
  inputs: InputsStep,
  limits: LimitsStep,
  price: PriceStep,
  review: ReviewStep,
} as const satisfies Record<Step, () => ReactNode>;

function DraftBody() {
  const { draft, step } = useDraft();
  const View = STEP_VIEWS[step];
  useFocusOnStep(step);
  return (
    <UploadsProvider key={draft.id}>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Stepper />
          <BeginningNotice />
          <View key={step} />
          <p className="text-xs text-muted">{texts.draft.kept}</p>
        </div>
        <DraftSummary />
      </div>
    </UploadsProvider>
  );
}

/** A new step is read from its heading on; the first picture of the page keeps the focus where it was. */
function useFocusOnStep(step: Step): void {
  const shown = useRef<Step>(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    document.getElementById("step-title")?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [step]);
}
