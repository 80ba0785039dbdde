import type { LogStream, PhaseEvent, ReceiptUpload } from "@computehive/protocol/api/execution";
import type { Address, Hex } from "viem";
import type { Claim } from "../chain.ts";

/**
 * What nodes say of their executions. Each method is one transaction. What a node wrote is kept under its name, because a
 * reorganised chain can give an execution to another node and back.
 */
export interface ExecutionRows {
  find(executionId: Hex): Promise<ExecutionRow | undefined>;
  /** An equal event changes nothing. */
  addPhase(entry: Entry, event: PhaseEvent, limits: { maxPhases: number }): Promise<AddPhaseResult>;
  /** In order of arrival. */
  phasesOf(writer: Writer): Promise<PhaseEvent[]>;
  /** Appends what of the piece is new; what is already there must be equal. */
  appendLog(entry: Entry, piece: LogPiece, limits: { maxBytes: number }): Promise<AppendLogResult>;
  /** From byte `offset` on, pieces of together about `maxBytes`. */
  readLog(writer: Writer, range: { offset: number; maxBytes: number }): Promise<LogSlice>;
  /** Stores the first receipt; an equal one changes nothing, another one is refused. */
  putReceipt(entry: Entry, receipt: StoredReceipt): Promise<PutReceiptResult>;
  findReceipt(writer: Writer): Promise<StoredReceipt | undefined>;
  /** Forgets up to `limit` executions not written to since `before` (Unix seconds). */
  expire(before: number, limit: number): Promise<number>;
}

export interface Writer {
  readonly executionId: Hex;
  readonly node: Address;
}

/** A write: by the node of `claim`, at `now` (Unix seconds). */
export interface Entry {
  readonly claim: Claim;
  readonly now: number;
}

export interface ExecutionRow {
  readonly claim: Claim;
  /** Unix seconds. */
  readonly updatedAt: number;
}

export type AddPhaseResult = { readonly kind: "added" } | { readonly kind: "known" } | { readonly kind: "too-many" };

export interface LogPiece {
  /** Bytes of the log before this piece, both streams together. */
  readonly offset: number;
  readonly stream: LogStream;
  readonly bytes: Uint8Array;
}

export type AppendLogResult =
  | { readonly kind: "appended"; readonly length: number; readonly truncated: boolean }
  | { readonly kind: "gap"; readonly length: number }
  | { readonly kind: "differs"; readonly length: number };

export interface LogSlice {
  readonly pieces: readonly LogPiece[];
  /** Bytes of the whole log. */
  readonly length: number;
  /** The node wrote more than this gateway keeps. */
  readonly truncated: boolean;
}

export interface StoredReceipt {
  readonly hash: Hex;
  readonly upload: ReceiptUpload;
}

export type PutReceiptResult =
  | { readonly kind: "stored" }
  | { readonly kind: "known" }
  | { readonly kind: "differs"; readonly held: Hex };
