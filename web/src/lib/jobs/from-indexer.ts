import type { Place as IndexedPlace } from "@computehive/protocol/indexer-api/common";
import type { IndexedExecution } from "@computehive/protocol/indexer-api/execution";
import type { JobResponse } from "@computehive/protocol/indexer-api/job";
import type { AttemptRecord, JobRecord, Place, SettlementRecord } from "./job-record.ts";

/** A job as the indexer's tables have it. */
export function jobFromIndexer({ asOf, job, executions }: JobResponse): JobRecord {
  const attempts = executions.map(attemptOf);
  const isClosed = job.state === "cancelled" || job.state === "lapsed";
  return {
    jobId: job.jobId,
    state: job.state,
    order: job.order,
    terms: job.terms,
    attempt: job.attempt,
    posted: placeOf(job.posted),
    closed: isClosed ? placeOf(job.changed) : undefined,
    attempts,
    current: attempts.find(({ executionId }) => executionId === job.executionId),
    settlement: job.settlement && settlementOf(job.settlement),
    asOf,
    source: "indexer",
  };
}

function attemptOf(execution: IndexedExecution): AttemptRecord {
  const { submission, dispute, ruling, declined, expiry, settlement } = execution;
  return {
    attempt: execution.attempt,
    executionId: execution.executionId,
    node: execution.node,
    provider: execution.provider,
    payee: execution.payee,
    exposure: execution.exposure,
    submitBy: execution.submitBy,
    claimed: placeOf(execution.claimed),
    submission: submission && { ...submission, submitted: placeOf(submission.submitted) },
    dispute: dispute && { complaint: dispute.complaint, disputed: placeOf(dispute.disputed) },
    ruling: ruling && { finding: ruling.finding, reason: ruling.reason, ruled: placeOf(ruling.ruled) },
    declined: declined && placeOf(declined),
    expired: expiry && { penalty: expiry.penalty, at: placeOf(expiry.expired) },
    isSettled: settlement !== undefined,
  };
}

function settlementOf(settlement: NonNullable<IndexedExecution["settlement"]>): SettlementRecord {
  const { state, kind, units, amount, refund, receiptHash, settled } = settlement;
  return { state, kind, units, amount, refund, receiptHash, settled: placeOf(settled) };
}

function placeOf({ block, at, transaction }: IndexedPlace): Place {
  return { block, at, transaction };
}
