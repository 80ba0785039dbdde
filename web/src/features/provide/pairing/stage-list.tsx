import { providePairingTexts } from "../../../texts/provide/pairing.ts";
import { Timeline, type TimelineState } from "../../../ui/timeline.tsx";
import type { PairingStage } from "./pairing-progress.ts";

const WAY = ["code", "choose", "agent", "send", "start", "done"] as const satisfies readonly PairingStage[];

/** Waits that nobody but a machine ends are the only ones that turn. */
const MACHINES: readonly PairingStage[] = ["agent", "start"];

/** All steps of a pairing, and where it is. */
export function StageList({ stage }: { stage: PairingStage }) {
  const texts = providePairingTexts;
  const at = stage === "over" ? 0 : WAY.indexOf(stage);
  const stateOf = (index: number): TimelineState => {
    if (stage === "over") return index === 0 ? "failed" : "waiting";
    if (index < at || stage === "done") return "done";
    return index === at && MACHINES.includes(stage) ? "active" : "waiting";
  };
  const items = WAY.map((step, index) => ({
    key: step,
    state: stateOf(index),
    title:
      stage !== "over" && index === at ? <strong className="text-ink">{texts.stage[step]}</strong> : texts.stage[step],
  }));
  return <Timeline label={texts.progress} items={items} />;
}
