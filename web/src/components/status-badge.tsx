import type { JobState } from "@computehive/protocol/job-state";
import type { OfferState } from "@computehive/protocol/offer-state";
import type { Outcome } from "@computehive/protocol/outcome";
import type { Phase } from "@computehive/protocol/phases";
import { statusTexts as texts } from "../texts/status.ts";
import { Badge } from "../ui/badge.tsx";
import type { Tone } from "../ui/tone.ts";

const JOB_TONES = {
  none: "neutral",
  open: "accent",
  running: "accent",
  submitted: "caution",
  disputed: "negative",
  cancelled: "neutral",
  lapsed: "neutral",
  "settled-cosigned": "positive",
  "settled-silent": "positive",
  "settled-resolved": "positive",
  "settled-split": "caution",
  "refunded-silent": "neutral",
  "refunded-resolved": "neutral",
  "refunded-equivocation": "neutral",
} as const satisfies Record<JobState, Tone>;

const OUTCOME_TONES = {
  exited: "positive",
  trapped: "negative",
  "out-of-fuel": "caution",
  "out-of-memory": "caution",
  "out-of-stack": "caution",
  "out-of-output": "caution",
  "out-of-time": "caution",
} as const satisfies Record<Outcome, Tone>;

const PHASE_TONES = {
  claimed: "accent",
  fetching: "accent",
  fetched: "accent",
  running: "accent",
  stored: "accent",
  signed: "accent",
  uploaded: "accent",
  submitted: "caution",
  settled: "positive",
  declined: "neutral",
  failed: "negative",
} as const satisfies Record<Phase, Tone>;

const OFFER_TONES = { none: "neutral", posted: "positive", cancelled: "neutral" } as const satisfies Record<
  OfferState,
  Tone
>;

type StatusBadgeProps =
  | { readonly job: JobState }
  | { readonly outcome: Outcome; readonly exitCode?: number | undefined }
  | { readonly phase: Phase }
  | { readonly offer: OfferState }
  | { readonly node: keyof typeof texts.node };

/** The one way to show a state: `<StatusBadge job="open" />`, `<StatusBadge outcome="exited" exitCode={0} />`. */
export function StatusBadge(props: StatusBadgeProps) {
  if ("job" in props) return <Badge tone={JOB_TONES[props.job]}>{texts.job[props.job]}</Badge>;
  if ("phase" in props) return <Badge tone={PHASE_TONES[props.phase]}>{texts.phase[props.phase]}</Badge>;
  if ("offer" in props) return <Badge tone={OFFER_TONES[props.offer]}>{texts.offer[props.offer]}</Badge>;
  if ("node" in props) {
    const tones = { active: "positive", paused: "caution", retired: "neutral" } as const;
    return <Badge tone={tones[props.node]}>{texts.node[props.node]}</Badge>;
  }
  const { outcome, exitCode } = props;
  const isFailure = outcome === "exited" && exitCode !== undefined && exitCode !== 0;
  return (
    <Badge tone={isFailure ? "caution" : OUTCOME_TONES[outcome]}>
      {texts.outcome[outcome]}
      {outcome === "exited" && exitCode !== undefined ? ` (${exitCode})` : ""}
    </Badge>
  );
}
