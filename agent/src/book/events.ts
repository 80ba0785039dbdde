import type { MarketLog } from "@computehive/sdk/jobs/job-events";
import type { Hex } from "viem";

/** An event of the market, where it is, and when that was. */
export interface BookEvent {
  blockNumber: bigint;
  blockHash: Hex;
  /** Unix seconds of the block. */
  blockTime: bigint;
  logIndex: number;
  /** The job it is about; offers have none. */
  jobId?: Hex;
  log: MarketLog;
}
