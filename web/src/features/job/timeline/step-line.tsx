import { REASON_SENTENCES } from "@computehive/protocol/phases";
import { TransactionLink } from "../../../components/hash.tsx";
import { Duration, Time } from "../../../components/time.tsx";
import { jobTexts } from "../../../texts/job.ts";
import type { TimelineItem } from "../../../ui/timeline.tsx";
import type { JobStep, StepState } from "../model/attempt-steps.ts";
import { TimeLeft } from "./time-left.tsx";

const texts = jobTexts.timeline;

const LOOKS = {
  done: "done",
  active: "active",
  waiting: "waiting",
  failed: "failed",
  unreported: "unknown",
} as const satisfies Record<StepState, TimelineItem["state"]>;

interface Words {
  readonly title: string;
  /** Further sentences of the step. */
  readonly notes?: readonly React.ReactNode[];
}

/** One line of the story: what, when, how long, why, and where it stands on the chain. */
export function stepLine(key: string, step: JobStep, { title, notes = [] }: Words): TimelineItem {
  const { state, reason, detail } = step;
  const sentences = [
    ...notes,
    reason && REASON_SENTENCES[reason],
    detail && `${texts.nodeSays} ${detail}`,
    state === "unreported" && texts.unreported,
  ].filter(Boolean);
  const hasMore = sentences.length > 0 || step.place || step.until !== undefined;
  return {
    key,
    state: LOOKS[state],
    title,
    time: <StepTime step={step} />,
    children: hasMore && (
      <div className="flex flex-col gap-0.5">
        {sentences.map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences of one step keep their order.
          <p key={index} className="break-words">
            {sentence}
          </p>
        ))}
        {step.until !== undefined && (state === "active" || state === "failed") && <TimeLeft until={step.until} />}
        {step.place && (
          <p className="text-xs">
            <TransactionLink hash={step.place.transaction} withCopy={false} />
          </p>
        )}
      </div>
    ),
  };
}

function StepTime({ step: { from, to, state, by } }: { step: JobStep }) {
  if (from === undefined) return null;
  const isSpan = to !== undefined && to > from;
  const hint = by === "node" ? texts.nodeClock : undefined;
  return (
    <span title={hint}>
      {isSpan ? (
        <>
          {texts.took} <StepDuration seconds={to - from} /> ·{" "}
        </>
      ) : (
        state === "active" && `${texts.since} `
      )}
      <Time value={Math.floor(from)} as="date" />
    </span>
  );
}

/** The node's clock counts milliseconds: what is quick is not nothing. */
function StepDuration({ seconds }: { seconds: number }) {
  if (seconds >= 10) return <Duration seconds={Math.round(seconds)} />;
  return (
    <span className="whitespace-nowrap">
      {seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`}
    </span>
  );
}
