import type { Hex } from "viem";

/** A block as the agent remembers it. */
export interface BlockRef {
  number: bigint;
  hash: Hex;
  /** Unix seconds. */
  timestamp: bigint;
}
