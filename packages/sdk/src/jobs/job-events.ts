import { jobMarketAbi, offerBookAbi } from "@computehive/protocol/contracts";
import { type Hex, type Log, parseEventLogs } from "viem";

/** A decoded event of the market, or of its book of offers. */
export type MarketLog = Log<bigint, number, false, undefined, true, typeof marketEvents>;

/** Everything that the market and its book of offers emit. */
const marketEvents = [...jobMarketAbi, ...offerBookAbi] as const;

type WithJob<log> = log extends { args: { jobId: Hex } } ? log : never;

/** A decoded event of one job. */
export type JobLog = WithJob<MarketLog>;
export type JobEventName = JobLog["eventName"];

export function decodeMarketLogs(logs: readonly Log<bigint, number, false>[]): MarketLog[] {
  return parseEventLogs({ abi: marketEvents, logs: [...logs], strict: true });
}

/** The events that concern jobs, offers left out. */
export function decodeJobLogs(logs: readonly Log<bigint, number, false>[]): JobLog[] {
  return decodeMarketLogs(logs).filter(isJobLog);
}

export function isJobLog(log: MarketLog): log is JobLog {
  return "jobId" in log.args;
}

/** Where an event is on the chain. */
export interface EventPlace {
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: number;
}

export function placeOf({ blockNumber, blockHash, transactionHash, logIndex }: MarketLog): EventPlace {
  if (blockNumber === null || blockHash === null || transactionHash === null || logIndex === null) {
    throw new TypeError("A mined log has a place.");
  }
  return { blockNumber, blockHash, transactionHash, logIndex };
}
