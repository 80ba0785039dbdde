import type { Notification, NotificationKind } from "@computehive/protocol/api/notification";
import type { Tone } from "../../ui/tone.ts";

/** The page that says more, if any. */
export function hrefOf({ kind, facts }: Pick<Notification, "kind" | "facts">): string | undefined {
  const { jobId, node } = facts;
  if (kind === "low-gas" || kind === "node-paused") return node ? `/provide/nodes/${node}` : "/provide";
  if (kind === "stake-slashed" || kind === "thaw-finished") return "/provide/stake";
  return jobId ? `/jobs/${jobId}` : undefined;
}

/** Who is told. Some kinds are for both sides of a job. */
export type Audience = "buyer" | "provider" | "both";

interface KindFacts {
  readonly tone: Tone;
  readonly audience: Audience;
}

export const NOTIFICATION_FACTS = {
  "job-claimed": { tone: "accent", audience: "buyer" },
  "result-ready": { tone: "positive", audience: "buyer" },
  "job-lapsed": { tone: "caution", audience: "buyer" },
  "job-reopened": { tone: "caution", audience: "buyer" },
  "job-settled": { tone: "positive", audience: "both" },
  "job-refunded": { tone: "caution", audience: "both" },
  "dispute-opened": { tone: "negative", audience: "provider" },
  verdict: { tone: "caution", audience: "both" },
  "execution-expired": { tone: "negative", audience: "provider" },
  "node-paused": { tone: "caution", audience: "provider" },
  "stake-slashed": { tone: "negative", audience: "provider" },
  "thaw-finished": { tone: "positive", audience: "provider" },
  "low-gas": { tone: "caution", audience: "provider" },
} as const satisfies Record<NotificationKind, KindFacts>;
