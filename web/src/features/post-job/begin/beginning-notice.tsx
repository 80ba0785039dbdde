"use client";

import { postJobTexts } from "../../../texts/post-job.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { useBeginning } from "./use-beginning.ts";

const texts = postJobTexts.from;

/** Above the steps: where this draft comes from. */
export function BeginningNotice() {
  const { isResumed, startAnew, begun } = useDraft();
  const state = useBeginning();
  switch (state.kind) {
    case "working":
      return (
        <p role="status" className="flex items-center gap-2 text-sm text-muted">
          <Spinner /> {texts.likeWorking}
        </p>
      );
    case "offer":
      return (
        <Notice tone={state.isOpen ? "accent" : "caution"} title={texts.offerTitle}>
          {state.isOpen ? texts.offer : texts.offerGone}
        </Notice>
      );
    case "copied":
      return (
        <Notice tone={state.missing.length > 0 ? "caution" : "accent"} title={texts.like}>
          {state.missing.length > 0 ? texts.missing(state.missing.join(", ")) : texts.likeDone}
        </Notice>
      );
    case "failed":
      return (
        <ErrorState
          what={`${texts.likeFailed}: ${state.error.what}`}
          advice={state.error.advice}
          detail={state.error.detail}
          onRetry={state.retry}
          action={
            <Button size="small" onClick={begun}>
              {texts.anew}
            </Button>
          }
        />
      );
    case "none":
      return isResumed ? (
        <Notice
          action={
            <Button size="small" onClick={startAnew}>
              {postJobTexts.draft.startAnew}
            </Button>
          }
        >
          {postJobTexts.draft.resumed}
        </Notice>
      ) : null;
  }
}
