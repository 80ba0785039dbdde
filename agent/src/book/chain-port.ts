import type { MarketLog } from "@computehive/sdk/jobs/job-events";
import type { Hex } from "viem";
import type { BlockRef } from "./block-ref.ts";
import type { BookEvent } from "./events.ts";

/** What the book asks of a chain. Every call may throw when the chain cannot be reached. */
export interface BookChain<log = MarketLog> {
  genesisHash(signal?: AbortSignal): Promise<Hex>;
  head(signal?: AbortSignal): Promise<BlockRef>;
  /** The block of that number in the chain as it is now, if the chain is so long. */
  blockAt(number: bigint, signal?: AbortSignal): Promise<BlockRef | undefined>;
  /** The events to know in these blocks, both included, in the chain's order. */
  events(from: bigint, to: bigint, signal?: AbortSignal): Promise<BookEvent<log>[]>;
}
