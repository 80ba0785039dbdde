import { juryAbi } from "@computehive/protocol/contracts";
import { type Log, parseEventLogs } from "viem";

/** A decoded event of the jury. */
export type JuryLog = Log<bigint, number, false, undefined, true, typeof juryAbi>;

export function decodeJuryLogs(logs: readonly Log<bigint, number, false>[]): JuryLog[] {
  return parseEventLogs({ abi: juryAbi, logs: [...logs], strict: true });
}
