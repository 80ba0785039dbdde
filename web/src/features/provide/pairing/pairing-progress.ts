import type { Pairing } from "@computehive/protocol/api/pairing";

/** Where somebody stands who pairs a node; each has its own picture. */
export const PAIRING_STAGES = ["code", "choose", "agent", "send", "start", "done", "over"] as const;
export type PairingStage = (typeof PAIRING_STAGES)[number];

export interface PairingStanding {
  /** As the gateway knows it; nothing before a code was taken. */
  readonly pairing: Pick<Pairing, "state" | "expiresAt"> | undefined;
  /** Whether the node is on the chain, whoever brought it there. */
  readonly isRegistered: boolean;
  /** Whether the gateway has heard of the node since. */
  readonly isOnline: boolean;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * The stage follows from what others know, so that a reload or a second tab goes on at the same place. A registration on the chain
 * counts more than a code that expired meanwhile.
 */
export function pairingStage({ pairing, isRegistered, isOnline, now }: PairingStanding): PairingStage {
  if (!pairing) return "code";
  if (isRegistered) return isOnline ? "done" : "start";
  const { state, expiresAt } = pairing;
  // What the node signed stays good: the chain asks for no code.
  if (state === "signed") return "send";
  if (state === "refused" || state === "cancelled" || state === "expired" || now >= expiresAt) return "over";
  return state === "confirmed" ? "agent" : "choose";
}

/** Why a pairing ended without a node. */
export function endOf(
  { state, expiresAt }: Pick<Pairing, "state" | "expiresAt">,
  now: number,
): "refused" | "cancelled" | "expired" {
  if (state === "refused" || state === "cancelled") return state;
  return state === "expired" || now >= expiresAt ? "expired" : "cancelled";
}
