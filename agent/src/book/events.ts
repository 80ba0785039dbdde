import type { MarketLog } from "@computehive/sdk/jobs/job-events";
import type { Hex } from "viem";

/** An event, where it is, and when that was. */
export interface BookEvent<log = MarketLog> {
  blockNumber: bigint;
  blockHash: Hex;
  /** Unix seconds of the block. */
  blockTime: bigint;
  logIndex: number;
  /** The job it is about; offers and seats have none. */
  jobId?: Hex;
  log: log;
}
