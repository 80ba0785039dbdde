import { provideNodesTexts } from "../../../texts/provide/nodes.ts";
import { Badge } from "../../../ui/badge.tsx";
import type { Tone } from "../../../ui/tone.ts";
import type { NodeCondition } from "./node-condition.ts";

const TONES = {
  working: "accent",
  ready: "positive",
  draining: "caution",
  paused: "caution",
  alarm: "negative",
  held: "caution",
  silent: "negative",
  unheard: "neutral",
  unknown: "neutral",
  retired: "neutral",
} as const satisfies Record<NodeCondition, Tone>;

/** How a node is, in a word. */
export function ConditionBadge({ condition }: { condition: NodeCondition }) {
  const { conditions, conditionHints } = provideNodesTexts;
  return (
    <Badge tone={TONES[condition]} title={conditionHints[condition]}>
      {conditions[condition]}
    </Badge>
  );
}
