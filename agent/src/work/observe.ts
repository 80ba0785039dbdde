import { isRefunded } from "@computehive/protocol/job-state";
import type { Reason } from "@computehive/protocol/phases";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import type { ExecutionRow, TransactionRow } from "../ledger/ledger.ts";
import { canAdvance, canRewind, type Phase } from "./phases.ts";
import { type AdvanceOptions, advanceTo, type ProgressPorts, rewindTo } from "./progress.ts";

/** What the chain, as it is now, says of an execution. */
export interface Observation {
  /** Nothing: no more than what this machine has done by itself. */
  phase: Exclude<Phase, "claimed" | "fetched" | "running" | "stored" | "signed" | "uploaded"> | undefined;
  options: AdvanceOptions;
}

/** The attempt of this execution, where its claim is part of the chain. */
export function attemptOf(row: ExecutionRow, view: JobView | undefined): AttemptView | undefined {
  return view?.attempts.find(({ executionId }) => executionId === row.executionId);
}

/** @param claim the transaction that claimed it; void or failed, it makes the execution lost. */
export function observe(row: ExecutionRow, view: JobView | undefined, claim: TransactionRow | undefined): Observation {
  const attempt = attemptOf(row, view);
  if (!view || !attempt) return isClaimDead(claim) ? lost("chain-reorganised") : nothing;
  if (attempt.end === "declined")
    return { phase: "declined", options: because(row.givenUp?.reason, row.givenUp?.detail) };
  if (attempt.end === "expired")
    return { phase: "expired", options: because(row.givenUp?.reason ?? "expired", row.givenUp?.detail) };
  if (attempt.end === "settled" && view.settlement) return settledAs(view.settlement, attempt);
  if (attempt.dispute) return { phase: "disputed", options: because("disputed") };
  return attempt.submission ? { phase: "submitted", options: {} } : nothing;
}

/** Makes the ledger say what the chain says, forwards or backwards, and tells whether it could. */
export function follow(row: ExecutionRow, { phase, options }: Observation, ports: ProgressPorts): ExecutionRow {
  const target: Phase = phase ?? (isChainPhase(row.phase) ? row.local : row.phase);
  if (target === row.phase) return row;
  if (canRewind(row.phase, target)) return rewindTo(row.executionId, target, ports);
  if (canAdvance(row.phase, target)) return advanceTo(row.executionId, target, ports, options);
  const via = detour(row.phase, target);
  if (via) return follow(advanceTo(row.executionId, via, ports), { phase, options }, ports);
  return advanceTo(row.executionId, "lost", ports, {
    reason: "unknown-fault",
    detail: `The chain says ${target}, this ledger ${row.phase}: it does not know of its own work (an old backup?) and signs nothing more.`,
  });
}

/** Steps of the chain that passed between two looks. */
function detour(from: Phase, to: Phase): Phase | undefined {
  const between: readonly Phase[] = ["submitted", "disputed"];
  return between.find(
    (via) =>
      canAdvance(from, via) &&
      (canAdvance(via, to) || between.some((next) => canAdvance(via, next) && canAdvance(next, to))),
  );
}

function isChainPhase(phase: Phase): boolean {
  return ["submitted", "disputed", "settled", "refunded", "declined", "expired"].includes(phase);
}

function isClaimDead(claim: TransactionRow | undefined): boolean {
  return claim?.status === "lost" || (claim?.status === "final" && (claim.void === true || claim.succeeded === false));
}

const SETTLED_REASONS = {
  "settled-cosigned": "paid-by-agreement",
  "settled-silent": "paid-by-silence",
  "settled-resolved": "verdict-upheld",
  "settled-split": "resolver-silent",
  "refunded-silent": "refunded-by-silence",
  "refunded-resolved": "verdict-wrong",
  "refunded-equivocation": "signed-twice",
} as const satisfies Record<string, Reason>;

function settledAs(
  { state, amount, settled }: NonNullable<JobView["settlement"]>,
  { dispute }: AttemptView,
): Observation {
  // The market does not say what exactly was found, only for whom; the complaint says what it was about.
  const undelivered = state === "refunded-resolved" && dispute?.complaint === "not-delivered";
  const reason = undelivered ? "verdict-not-delivered" : SETTLED_REASONS[state as keyof typeof SETTLED_REASONS];
  return {
    phase: isRefunded(state) ? "refunded" : "settled",
    options: {
      ...because(reason),
      change: { settlement: { state, amount, transactionHash: settled.transactionHash } },
    },
  };
}

const nothing: Observation = { phase: undefined, options: {} };

function lost(reason: Reason): Observation {
  return { phase: "lost", options: { reason } };
}

function because(reason: Reason | undefined, detail?: string): AdvanceOptions {
  return { ...(reason ? { reason } : {}), ...(detail ? { detail } : {}) };
}
