import type { NodeResponse } from "@computehive/protocol/api/node";
import type { IndexedNode } from "@computehive/protocol/indexer-api/provider";

/**
 * How a node is, from what the chain and the gateway say of it.
 * working and ready can claim; draining, paused and alarm are what its agent says; held: its provider paused it on the chain;
 * silent: no recent heartbeat; unheard: this gateway never got one; unknown: the gateway does not answer.
 */
export const NODE_CONDITIONS = [
  "working",
  "ready",
  "draining",
  "paused",
  "alarm",
  "held",
  "silent",
  "unheard",
  "unknown",
  "retired",
] as const;
export type NodeCondition = (typeof NODE_CONDITIONS)[number];

/** @param heard Nothing where the gateway never heard of the node; `away` where it does not answer. */
export function conditionOf(
  { state }: Pick<IndexedNode, "state">,
  heard: NodeResponse | "away" | undefined,
): NodeCondition {
  if (state === "retired") return "retired";
  if (heard === "away") return "unknown";
  if (!heard) return "unheard";
  if (!heard.online) return "silent";
  const { status, capacity } = heard.heartbeat;
  if (status === "alarm") return "alarm";
  if (state === "paused") return "held";
  if (status !== "ready") return status;
  return capacity.running > 0 ? "working" : "ready";
}

/** Whether the node takes new work now. */
export function canClaim(condition: NodeCondition): boolean {
  return condition === "working" || condition === "ready";
}
