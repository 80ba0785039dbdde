import type { Place } from "@computehive/protocol/indexer-api/common";
import type { Hex } from "viem";

/** The part of one of Ponder's log events that says where it happened. */
export interface Placed {
  readonly id: string;
  readonly block: { readonly number: bigint; readonly timestamp: bigint; readonly hash: Hex };
  readonly transaction: { readonly hash: Hex; readonly transactionIndex: number };
  readonly log: { readonly address: Hex; readonly logIndex: number };
}

export function placeOf({ block, transaction, log }: Placed): Place {
  return {
    block: Number(block.number),
    at: Number(block.timestamp),
    transaction: transaction.hash,
    logIndex: log.logIndex,
  };
}
