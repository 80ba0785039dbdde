"use client";

import { useLiveState } from "../../../lib/live/use-live.tsx";
import { bookTexts } from "../../../texts/book.ts";
import { Dot } from "../../../ui/badge.tsx";
import type { Tone } from "../../../ui/tone.ts";

const TONES = { open: "positive", lost: "negative", connecting: "caution", idle: "neutral" } as const satisfies Record<
  string,
  Tone
>;

/** Whether what is shown follows the chain by itself. */
export function LiveMark() {
  const state = useLiveState();
  return (
    <span role="status" className="inline-flex items-center gap-1.5">
      <Dot tone={TONES[state]} />
      {bookTexts.live[state]}
    </span>
  );
}
