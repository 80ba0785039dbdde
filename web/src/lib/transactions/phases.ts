import type { Hex, TransactionReceipt } from "viem";
import type { Explained } from "../errors/explain-error.ts";

/** Steps of a chain write, in their order. */
export const TRANSACTION_PHASES = ["idle", "simulating", "signing", "pending", "confirmed", "failed"] as const;
export type TransactionPhase = (typeof TRANSACTION_PHASES)[number];

/** A mined transaction that did what it should. */
export interface Confirmed {
  readonly hash: Hex;
  readonly receipt: TransactionReceipt;
  /** The indexer has the block: lists show it. Not so where the indexer is away. */
  readonly isIndexed: boolean;
}

export type TransactionState =
  | { readonly phase: "idle" }
  /** The contract is asked whether it would take the call; nothing is sent yet. */
  | { readonly phase: "simulating"; readonly step: Step }
  /** The wallet shows a question. */
  | { readonly phase: "signing"; readonly step: Step }
  /** Sent; `isMined` while only the indexer is waited for. */
  | { readonly phase: "pending"; readonly step: Step; readonly hash: Hex; readonly isMined: boolean }
  | { readonly phase: "confirmed"; readonly confirmed: Confirmed }
  | { readonly phase: "failed"; readonly error: Explained; readonly cause: unknown; readonly hash?: Hex | undefined };

/** Which of several transactions; most writes are one. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly count: number;
}

/** Something is under way: the same write must not be started again. */
export function isBusy({ phase }: TransactionState): boolean {
  return phase === "simulating" || phase === "signing" || phase === "pending";
}
