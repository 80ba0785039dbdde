"use client";

import { useEffect, useRef, useState } from "react";
import { saveFile } from "../../../lib/download/save-file.ts";
import { jobTexts } from "../../../texts/job.ts";
import { Dot } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import type { ExecutionFeed, FeedState, FeedStatus } from "./execution-feed.ts";
import { LogText } from "./log-text.tsx";

const texts = jobTexts.log;

const TONES = {
  connecting: "neutral",
  waiting: "neutral",
  live: "positive",
  lost: "caution",
  ended: "neutral",
} as const satisfies Record<FeedStatus, string>;

export interface LogPanelProps {
  readonly state: FeedState;
  readonly feed: ExecutionFeed | undefined;
  readonly fileName: string;
}

/** What the program writes, as it writes it. Pausing stops the picture, not the log. */
export function LogPanel({ state, feed, fileName }: LogPanelProps) {
  const [pausedAt, setPausedAt] = useState<FeedState | undefined>(undefined);
  const status = statusOf(state);
  const isLive = status !== "ended";
  const held = isLive ? pausedAt : undefined;
  const shown = held ?? state;
  const total = countOf(state);
  return (
    <Card
      isFlush
      title={isLive ? texts.title : texts.titleEnded}
      aside={
        <span role="status" className="inline-flex items-center gap-1.5">
          <Dot tone={TONES[status]} />
          {held ? texts.paused(total - countOf(held)) : texts.statuses[status]}
        </span>
      }
    >
      <LogBox
        shown={shown}
        status={status}
        isFollowing={held === undefined}
        // Whoever reads further up does not want to be moved away.
        onReadBack={() => isLive && total > 0 && setPausedAt((at) => at ?? state)}
      />
      <Announcer lines={total} />
      <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-2">
        {isLive && (
          <Button size="small" aria-pressed={held !== undefined} onClick={() => setPausedAt(held ? undefined : state)}>
            {held ? texts.follow : texts.pause}
          </Button>
        )}
        <Button
          size="small"
          disabled={state.size === 0}
          onClick={() => saveFile(fileName, feed?.bytes() ?? new Uint8Array())}
        >
          {texts.download}
        </Button>
        <CopyButton text={shown.lines.map(({ text }) => text).join("\n")} what={texts.copy} />
      </div>
    </Card>
  );
}

/** A program that has ended writes nothing more, even where its node still has things to report. */
function statusOf({ status, phases }: FeedState): FeedStatus {
  return phases.some(({ phase }) => phase === "stored") ? "ended" : status;
}

function countOf({ dropped, lines }: FeedState): number {
  return dropped + lines.length;
}

interface LogBoxProps {
  readonly shown: FeedState;
  readonly status: FeedStatus;
  readonly isFollowing: boolean;
  readonly onReadBack: () => void;
}

function LogBox({ shown, status, isFollowing, onReadBack }: LogBoxProps) {
  const box = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box goes to its end whenever lines came.
  useEffect(() => {
    if (isFollowing && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [shown.lines, isFollowing]);
  return (
    <section
      ref={box}
      aria-label={texts.region}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard.
      tabIndex={0}
      className="h-64 overflow-auto bg-sunken px-4 py-3 font-mono text-xs leading-5"
      onWheel={({ deltaY }) => deltaY < 0 && onReadBack()}
    >
      {shown.dropped > 0 && <p className="mb-1 font-sans text-muted">{texts.dropped(shown.dropped)}</p>}
      {countOf(shown) === 0 ? (
        <p className="font-sans text-muted">{emptyText(status)}</p>
      ) : (
        <LogText lines={shown.lines} />
      )}
      {shown.isTruncated && <p className="mt-1 font-sans text-muted">{texts.truncated}</p>}
    </section>
  );
}

function emptyText(status: FeedStatus): string {
  if (status === "ended") return texts.emptyEnded;
  return status === "live" ? texts.empty : texts.emptyWaiting;
}

const ANNOUNCE_MS = 10_000;

/** Tells screen readers now and then how much there is: every line read aloud would leave room for nothing else. */
function Announcer({ lines }: { lines: number }) {
  const [told, setTold] = useState(0);
  const latest = useRef(lines);
  latest.current = lines;
  useEffect(() => {
    const timer = setInterval(() => setTold(latest.current), ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p role="status" className="sr-only">
      {told > 0 && texts.announce(told)}
    </p>
  );
}
