import { postJobTexts as texts } from "../../../texts/post-job.ts";
import { SkeletonLines } from "../../../ui/skeleton.tsx";

/** Before the draft is there. */
export function DraftPending() {
  return (
    <div role="status" aria-label={texts.draft.loading} className="max-w-5xl">
      <SkeletonLines count={8} />
    </div>
  );
}
