import { ComputeHiveError } from "@computehive/protocol/error";

/**
 * How far an execution has come on this node. Each is entered only after what it says is durable: a phase in the ledger is true
 * after a kill at any instant.
 */
export const PHASES = [
  /** The claim is mined and names this node. */
  "claimed",
  /** Manifest, program and inputs are on this disk and match their hashes. */
  "fetched",
  /** The sandbox has been started. After a restart the program starts anew: only `stored` work counts. */
  "running",
  /** Outputs and result document are on this disk. */
  "stored",
  /** The receipt is recorded and signed. */
  "signed",
  /** Outputs, result document and receipt are where the order says. */
  "uploaded",
  /** The market has the receipt. */
  "submitted",
  /** The buyer contests it: a verdict or the resolver's time-out ends it, no signature of the buyer. */
  "disputed",
  /** The market paid: by both signatures, by silence, by a verdict or by a split. */
  "settled",
  /** The market gave the buyer its money back although work was submitted. */
  "refunded",
  /** Given back in time, without loss. */
  "declined",
  /** The time for submitting passed. */
  "expired",
  /** The claim is void: its chain is gone, or it fell out of the chain and cannot be repeated. */
  "lost",
] as const;

export type Phase = (typeof PHASES)[number];

/** What this machine has achieved by itself: nothing that happens to the chain takes it back. */
export const LOCAL_PHASES = [
  "claimed",
  "fetched",
  "running",
  "stored",
  "signed",
  "uploaded",
] as const satisfies readonly Phase[];
export type LocalPhase = (typeof LOCAL_PHASES)[number];

/** What the chain says; a reorg can take each of them back. */
export const CHAIN_PHASES = [
  "submitted",
  "disputed",
  "settled",
  "refunded",
  "declined",
  "expired",
  "lost",
] as const satisfies readonly Phase[];

/**
 * Where each phase may lead. Outputs may still be on their way when the last moment for submitting comes, hence signed →
 * submitted; a co-signed settlement needs no submission, hence signed, uploaded → settled.
 */
export const TRANSITIONS = {
  claimed: ["fetched", "declined", "expired", "lost"],
  fetched: ["running", "declined", "expired", "lost"],
  running: ["stored", "declined", "expired", "lost"],
  stored: ["signed", "expired", "lost"],
  signed: ["uploaded", "submitted", "settled", "expired", "lost"],
  uploaded: ["submitted", "settled", "expired", "lost"],
  submitted: ["disputed", "settled", "refunded", "lost"],
  disputed: ["settled", "refunded", "lost"],
  settled: ["lost"],
  refunded: ["lost"],
  declined: ["lost"],
  expired: ["lost"],
  lost: [],
} as const satisfies Record<Phase, readonly Phase[]>;

/**
 * Where a reorg may take a phase back to: the block that made it so is no longer part of the chain. Back to a local phase, or to
 * an earlier statement of the chain.
 */
export const REWINDS = {
  claimed: [],
  fetched: [],
  running: [],
  stored: [],
  signed: [],
  uploaded: [],
  submitted: ["signed", "uploaded"],
  disputed: ["signed", "uploaded", "submitted"],
  settled: ["signed", "uploaded", "submitted", "disputed"],
  refunded: ["signed", "uploaded", "submitted", "disputed"],
  declined: ["claimed", "fetched", "running"],
  expired: ["claimed", "fetched", "running", "stored", "signed", "uploaded"],
  lost: [],
} as const satisfies Record<Phase, readonly Phase[]>;

/** Nothing more is to be done, unless the chain goes back. */
export const FINAL_PHASES = ["settled", "refunded", "declined", "expired", "lost"] as const satisfies readonly Phase[];

export function isFinal(phase: Phase): boolean {
  return (FINAL_PHASES as readonly Phase[]).includes(phase);
}

export function isLocal(phase: Phase): phase is LocalPhase {
  return (LOCAL_PHASES as readonly Phase[]).includes(phase);
}

export function canAdvance(from: Phase, to: Phase): boolean {
  return (TRANSITIONS[from] as readonly Phase[]).includes(to);
}

export function canRewind(from: Phase, to: Phase): boolean {
  return (REWINDS[from] as readonly Phase[]).includes(to);
}

/** @throws PhaseTransitionError unless the table allows it. */
export function assertAdvance(executionId: string, from: Phase, to: Phase): void {
  if (!canAdvance(from, to)) throw new PhaseTransitionError({ executionId, from, to, allowed: TRANSITIONS[from] });
}

/** @throws PhaseTransitionError unless a reorg can do that. */
export function assertRewind(executionId: string, from: Phase, to: Phase): void {
  if (!canRewind(from, to)) throw new PhaseTransitionError({ executionId, from, to, allowed: REWINDS[from] });
}

export class PhaseTransitionError extends ComputeHiveError {
  override readonly name = "PhaseTransitionError";
  constructor({
    executionId,
    from,
    to,
    allowed,
  }: { executionId: string; from: Phase; to: Phase; allowed: readonly Phase[] }) {
    super(`An execution cannot go from ${from} to ${to}.`, {
      metaMessages: [`Execution: ${executionId}`, `Allowed:   ${allowed.join(", ") || "nothing, it is over"}`],
    });
  }
}
