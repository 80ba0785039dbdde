import { FINDINGS } from "@computehive/protocol/dispute";
import type { Place } from "@computehive/protocol/indexer-api/common";
import type { IndexedEvent } from "@computehive/protocol/indexer-api/event";
import type { Hex } from "viem";

/** Why stake was taken. lost: a resolver of another deployment found against the node, and says no more. */
export const SLASH_REASONS = ["expired", "wrong", "not-delivered", "lost", "unknown"] as const;
export type SlashReason = (typeof SLASH_REASONS)[number];

/** Stake that was taken; amounts in the token's smallest unit. */
export interface Slash {
  readonly burned: bigint;
  /** What went to the resolver. */
  readonly fee: bigint;
  readonly reason: SlashReason;
  /** The resolver's own words, where it left any. */
  readonly words: string | undefined;
  readonly jobId: Hex | undefined;
  readonly executionId: Hex | undefined;
  readonly place: Place;
}

/**
 * The slash that `event` tells of. Staking says only how much was taken: the reason stands in the events before it in the same
 * transaction, which `transaction` must hold.
 */
export function slashOf({ args, place }: IndexedEvent, transaction: readonly IndexedEvent[]): Slash {
  const cause = transaction
    .filter(({ name, place: { logIndex } }) => CAUSES.includes(name) && logIndex < place.logIndex)
    .sort((a, b) => b.place.logIndex - a.place.logIndex)[0];
  const ruling = transaction.find(
    ({ name, touches }) => name === "Ruled" && cause !== undefined && touches.jobId === cause.touches.jobId,
  );
  return {
    burned: amountIn(args["burned"]),
    fee: amountIn(args["fee"]),
    reason: reasonOf(cause, ruling),
    words: String(ruling?.args["reason"] ?? "") || undefined,
    jobId: cause?.touches.jobId,
    executionId: cause?.touches.executionId,
    place,
  };
}

/** Events of the market that end an exposure with a loss; staking's follows them. */
const CAUSES = ["ExecutionExpired", "ExecutionSettled"];

function reasonOf(cause: IndexedEvent | undefined, ruling: IndexedEvent | undefined): SlashReason {
  if (!cause) return "unknown";
  if (cause.name === "ExecutionExpired") return "expired";
  const finding = FINDINGS[Number(ruling?.args["finding"])];
  return finding === "wrong" || finding === "not-delivered" ? finding : "lost";
}

function amountIn(argument: unknown): bigint {
  return BigInt(typeof argument === "string" ? argument : 0);
}
