import type { PhaseEvent } from "@computehive/protocol/api/execution";
import type { JobState } from "@computehive/protocol/job-state";
import type { Promised } from "@computehive/protocol/jury-finding";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Outcome } from "@computehive/protocol/outcome";
import type { Reason } from "@computehive/protocol/phases";
import type { Receipt } from "@computehive/protocol/receipt";
import type { MarketLog } from "@computehive/sdk/jobs/job-events";
import type { Address, Hex } from "viem";
import type { BlockRef } from "../book/block-ref.ts";
import type { BookEvent } from "../book/events.ts";
import type { JurorLog } from "../juror/chain-port.ts";
import type { LocalPhase, Phase } from "../work/phases.ts";

/**
 * Everything the agent must not forget. Every method returns after the bytes are on disk; `atomically` makes several one step.
 * Synchronous on purpose: between a check and the record that follows from it nothing else can happen.
 */
export interface Ledger {
  atomically<Result>(work: () => Result): Result;
  readonly identity: IdentityStore;
  readonly executions: ExecutionStore;
  readonly transactions: TransactionStore;
  readonly receipts: ReceiptStore;
  readonly book: BookStore;
  readonly notes: NoteStore;
  readonly outbox: PhaseOutbox;
  close(): void;
}

/** What a juror must not forget; of the same kind. Its identity's node is the juror's account. */
export interface JurorLedger extends Pick<Ledger, "atomically" | "identity" | "transactions" | "notes" | "close"> {
  readonly book: BookStore<JurorLog>;
  readonly ballots: BallotStore;
  readonly secrets: SecretStore;
}

/** What the ledger belongs to. A ledger of another node, chain or market is never touched. */
export interface Identity {
  chainId: number;
  genesisHash: Hex;
  market: Address;
  node: Address;
}

export interface IdentityStore {
  get(): Identity | undefined;
  set(identity: Identity): void;
}

/** One blob of a result, on this disk under `file`, a plain name in the execution's folder. */
export interface StoredBlob {
  cid: string;
  size: number;
  file: string;
}

/** What the sandbox produced; enough to build the same receipt again after any kill. */
export interface StoredWork {
  outcome: Outcome;
  exitCode: number;
  /** Fuel used; 0 where the wall time ended it. */
  units: bigint;
  programHash: Hex;
  inputHash: Hex;
  outputHash: Hex;
  /** Unix seconds. */
  startedAt: number;
  endedAt: number;
  /** The result document first, then the outputs. */
  blobs: StoredBlob[];
}

export interface Settlement {
  state: JobState;
  /** What the payee got, in the token's smallest unit. */
  amount: bigint;
  transactionHash: Hex;
}

export interface ExecutionRow {
  executionId: Hex;
  jobId: Hex;
  attempt: number;
  order: JobOrder;
  terms: JobTerms;
  phase: Phase;
  /** The furthest this machine came; what a reorg leads back to. */
  local: LocalPhase;
  /** Reason code of the last phase, where it has one. */
  reason?: Reason;
  work?: StoredWork;
  settlement?: Settlement;
  /** Memory that the manifest may use; what the node sets aside for it. */
  memoryBytes: number;
  /** Why this machine will not finish it: given back where there is still time, else left to expire. */
  givenUp?: { reason: Reason; detail: string };
  /** How often the sandbox was started. */
  runs: number;
  /** Whether everything the buyer needs is at the gateway. */
  delivered: boolean;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
  updatedAt: number;
}

export interface ExecutionStore {
  get(executionId: Hex): ExecutionRow | undefined;
  put(row: ExecutionRow): void;
  /** Executions in one of `phases`, oldest first. */
  inPhases(phases: readonly Phase[]): ExecutionRow[];
  ofJob(jobId: Hex): ExecutionRow[];
  countByPhase(): Partial<Record<Phase, number>>;
  /** Newest first. */
  recent(limit: number): ExecutionRow[];
}

/** What a node sends; each once for its execution. */
export type NodeAction = "claim" | "decline" | "submit" | "settle" | "resolveByTimeout" | "expire";
/** What a juror sends; each once for its seat, ticket, case, round or chair. */
export type JurorAction =
  | "buySeat"
  | "open"
  | "prove"
  | "commitSecret"
  | "revealSecret"
  | "draw"
  | "commit"
  | "reveal"
  | "startNextRound"
  | "decide"
  | "lapse"
  | "release";
export type Action = NodeAction | JurorAction;

/** recorded → signed → sent → mined → final; replaced by a later version of the same nonce, or lost. */
export const TRANSACTION_STATUSES = ["recorded", "signed", "sent", "mined", "final", "replaced", "lost"] as const;
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];

export interface UnsignedTransaction {
  chainId: number;
  nonce: number;
  to: Address;
  data: Hex;
  gas: bigint;
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

export interface TransactionRow {
  id: number;
  /** What it is about: the execution, or what `JurorAction` says. */
  subject: Hex;
  action: Action;
  /** 1 for the first; higher for replacements with the same nonce and a higher fee, and for repetitions of one that failed. */
  version: number;
  status: TransactionStatus;
  unsigned: UnsignedTransaction;
  /** Signed bytes and their hash, once signed. */
  raw?: Hex;
  hash?: Hex;
  /** Where it is part of the chain. */
  block?: { number: bigint; hash: Hex };
  succeeded?: boolean;
  /** Wei. */
  cost?: bigint;
  /** It only frees its nonce: the call itself is void. */
  void?: boolean;
  reason?: string;
  /** Milliseconds since the Unix epoch. */
  recordedAt: number;
  sentAt?: number;
  /** When the call behind it was first seen to be impossible after it fell out of the chain. */
  blockedAt?: number;
}

/** What a juror promised of a chair: written down before it is committed, never changed, never taken back. */
export interface Ballot extends Promised {
  /** 0 to 2. */
  round: number;
  commitment: Hex;
  /** Why, one line each. */
  facts: string[];
  /** Milliseconds since the Unix epoch. */
  recordedAt: number;
}

export interface BallotStore {
  get(jobId: Hex, chair: number): Ballot | undefined;
  /** Refused by the store itself where one is recorded. */
  add(ballot: Ballot): void;
  all(): Ballot[];
}

/** What a juror gives to seeds made of secrets, by their tickets. */
export interface SecretStore {
  get(ticket: bigint): Hex | undefined;
  /** Refused by the store itself where one is recorded. */
  add(ticket: bigint, secret: Hex): void;
  all(): { ticket: bigint; secret: Hex }[];
  /** Their chain is gone: on another one these tickets are others, and these secrets known. */
  forget(): void;
}

export interface TransactionStore {
  add(row: Omit<TransactionRow, "id">): TransactionRow;
  update(row: TransactionRow): void;
  /** All versions, oldest first. */
  of(subject: Hex, action: Action): TransactionRow[];
  withStatus(statuses: readonly TransactionStatus[]): TransactionRow[];
  all(): TransactionRow[];
}

export interface ReceiptRow {
  executionId: Hex;
  sequence: bigint;
  digest: Hex;
  receipt: Receipt;
  signature?: Hex;
}

export interface ReceiptStore {
  get(executionId: Hex, sequence: bigint): ReceiptRow | undefined;
  /** Refused by the store itself where one is recorded. */
  add(row: ReceiptRow): void;
  setSignature(executionId: Hex, sequence: bigint, signature: Hex): void;
  all(): ReceiptRow[];
}

export interface BookStore<log = MarketLog> {
  /** Remembered blocks, newest first. */
  blocks(limit: number): BlockRef[];
  head(): BlockRef | undefined;
  /** Adds events and remembers their blocks and `head`. */
  append(head: BlockRef, events: readonly BookEvent<log>[]): void;
  /** Forgets everything after `ancestor`; everything, if there is none. */
  rewind(ancestor: BlockRef | undefined): void;
  eventsOf(jobId: Hex): BookEvent<log>[];
  /** Jobs with an event in a block after `number`, or all. */
  jobIds(): Hex[];
  /** Events that are about no job, in order. */
  eventsWithoutJob(): BookEvent<log>[];
  forgetJob(jobId: Hex): void;
  /** Keeps the newest `keep` blocks and drops the rest. */
  forgetBlocks(keep: number): void;
}

export interface Note {
  at: number;
  subject: string;
  kind: string;
  text: string;
}

export interface NoteStore {
  add(note: Note): void;
  /** Newest first. */
  recent(limit: number): Note[];
  ofKind(kind: string): Note[];
}

/** Phases the gateway should hear of, in order, until it has. */
export interface PhaseMessage {
  sequence: number;
  executionId: Hex;
  event: PhaseEvent;
}

export interface PhaseOutbox {
  add(message: Omit<PhaseMessage, "sequence">): void;
  next(limit: number): PhaseMessage[];
  done(sequence: number): void;
}
