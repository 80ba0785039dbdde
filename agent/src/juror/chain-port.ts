import type { MarketLog } from "@computehive/sdk/jobs/job-events";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { JuryLog } from "@computehive/sdk/jury/jury-logs";
import type { CaseView, ChairView } from "@computehive/sdk/jury/read-case";
import type { SecretRound } from "@computehive/sdk/randomness/secret-seed";
import type { SenderChain } from "@computehive/sdk/sending/sender-chain";
import type { Hex } from "viem";
import type { BookChain } from "../book/chain-port.ts";

/** What a juror reads on: everything of the jury, and disputes at the market. */
export type JurorLog = JuryLog | Extract<MarketLog, { eventName: "ExecutionDisputed" }>;

/** All that a juror asks of a chain. Every call may throw when the chain cannot be reached. */
export interface JurorChain extends BookChain<JurorLog>, SenderChain {
  caseOf(jobId: Hex): Promise<CaseView>;
  chairOf(jobId: Hex, chair: number): Promise<ChairView>;
  /** Whether the market still waits for a verdict. */
  isDisputed(jobId: Hex): Promise<boolean>;
  /** The job with its order and records; nothing where its order is hidden. */
  job(jobId: Hex, signal?: AbortSignal): Promise<JobView | undefined>;
  /** Nothing while nobody brought it. */
  seedOf(ticket: bigint): Promise<Hex | undefined>;
  /** The header that proves a ticket's seed; nothing while its block is not there. */
  headerOf(ticket: bigint): Promise<Hex | undefined>;
  /** Of a seed that is made of secrets. */
  secretRoundOf(ticket: bigint): Promise<SecretRound>;
  /** Of the juror's account in the escrow. */
  epoch(): Promise<number>;
}
