import type { Address, Hex } from "viem";
import type { WatchedBlock } from "./watch-rows.ts";

/** The chain as the watcher sees it. Every method may throw ChainUnavailableError. */
export interface ChainEvents {
  head(): Promise<WatchedBlock>;
  blockAt(number: number): Promise<WatchedBlock | undefined>;
  /** In the order of the chain. */
  read(range: { from: number; to: number }): Promise<ChainEvent[]>;
  /** Of the job as posted. */
  buyerOf(jobId: Hex): Promise<Address | undefined>;
  /** Who claimed the execution. */
  providerOfExecution(executionId: Hex): Promise<Address | undefined>;
  /** Who claimed the job last. */
  lastProviderOf(jobId: Hex): Promise<Address | undefined>;
  providerOfNode(node: Address): Promise<Address | undefined>;
  /** What of a provider's stake thaws, and when it has. */
  thawOf(provider: Address): Promise<{ amount: bigint; thawedAt: number }>;
}

interface Place {
  readonly blockNumber: number;
  readonly transactionHash: Hex;
  /** Of the block, Unix seconds. */
  readonly at: number;
}

interface OfJob {
  readonly jobId: Hex;
}

interface OfExecution extends OfJob {
  readonly executionId: Hex;
}

/** The contracts' events that somebody wants to hear of, in their own words. */
export type ChainEvent = Place &
  (
    | ({ readonly name: "JobPosted"; readonly buyer: Address } & OfJob)
    | ({ readonly name: "JobClaimed"; readonly node: Address; readonly provider: Address } & OfExecution)
    | ({ readonly name: "ReceiptSubmitted"; readonly node: Address } & OfExecution)
    | ({
        readonly name: "ExecutionSettled";
        readonly node: Address;
        readonly state: number;
        readonly amount: bigint;
        readonly refund: bigint;
      } & OfExecution)
    | ({ readonly name: "ExecutionDisputed" } & OfExecution)
    | ({ readonly name: "ExecutionExpired"; readonly node: Address; readonly penalty: bigint } & OfExecution)
    | ({ readonly name: "JobReopened" } & OfExecution)
    | ({ readonly name: "JobLapsed" } & OfJob)
    | ({ readonly name: "Ruled"; readonly finding: number } & OfJob)
    | { readonly name: "NodePaused"; readonly node: Address; readonly paused: boolean }
    | { readonly name: "Slashed"; readonly provider: Address; readonly burned: bigint; readonly fee: bigint }
    | { readonly name: "ThawStarted"; readonly provider: Address; readonly thawing: bigint; readonly thawedAt: number }
  );
