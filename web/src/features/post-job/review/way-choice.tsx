"use client";

import { postJobTexts } from "../../../texts/post-job.ts";
import { useDraft } from "../draft/use-draft.tsx";
import type { Way } from "../posting/posting-plan.ts";

const texts = postJobTexts.review.way;
const WAYS: readonly Way[] = ["post", "sign"];

/** A transaction into the book, or one signature for whoever claims. */
export function WayChoice({ isDisabled }: { isDisabled: boolean }) {
  const { draft, update } = useDraft();
  return (
    <fieldset className="flex flex-col gap-2" disabled={isDisabled}>
      <legend className="sr-only">{texts.title}</legend>
      {WAYS.map((way) => (
        <label key={way} className="flex cursor-pointer items-start gap-2 text-sm">
          <input
            type="radio"
            name="way"
            value={way}
            checked={draft.way === way}
            onChange={() => update((before) => ({ ...before, way }))}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span>
            {texts[way].label}
            <span className="block text-xs text-muted">{texts[way].note}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
