import type { SettlementKind } from "@computehive/protocol/indexer-api/execution";
import type { JobState } from "@computehive/protocol/job-state";
import type { JobEventName, JobLog } from "@computehive/sdk/jobs/job-events";
import type { AttemptView, JobView, SettlementView } from "@computehive/sdk/jobs/job-view";
import type { JobHistory } from "@computehive/sdk/jobs/read-job";
import type { AttemptRecord, JobRecord, Place, SettlementRecord } from "./job-record.ts";

/** A job as its events tell it: what is shown where the indexer is behind or away. */
export function jobFromChain({ view, events, times }: JobHistory): JobRecord {
  const look = lookerOf(events, times);
  const attempts = view.attempts.map((attempt) => attemptOf(attempt, look));
  return {
    jobId: view.jobId,
    state: view.state,
    order: view.order,
    terms: view.terms,
    attempt: view.attempt,
    posted: look.place(view.posted.transactionHash, view.posted.blockNumber),
    closed: look.event("JobCancelled") ?? look.event("JobLapsed"),
    attempts,
    current: attempts.find(({ executionId }) => executionId === view.current?.executionId),
    settlement: view.settlement && settlementOf(view.settlement, look),
    asOf: { block: Number(view.asOf.blockNumber), at: view.asOf.timestamp },
    source: "chain",
  };
}

interface Looker {
  place(transaction: Place["transaction"], blockNumber: bigint): Place;
  /** Where the event happened; of this execution, if one is named. */
  event(name: JobEventName, executionId?: string): Place | undefined;
  log<name extends JobEventName>(name: name, executionId: string): Extract<JobLog, { eventName: name }> | undefined;
}

function lookerOf(events: readonly JobLog[], times: JobHistory["times"]): Looker {
  const find = (name: JobEventName, executionId?: string) =>
    events.find(
      (event) =>
        event.eventName === name &&
        (executionId === undefined || ("executionId" in event.args && event.args.executionId === executionId)),
    );
  const place: Looker["place"] = (transaction, blockNumber) => ({
    block: Number(blockNumber),
    at: times.get(blockNumber) ?? 0,
    transaction,
  });
  return {
    place,
    event(name, executionId) {
      const found = find(name, executionId);
      return found && place(found.transactionHash as Place["transaction"], found.blockNumber as bigint);
    },
    log: <name extends JobEventName>(name: name, executionId: string) =>
      find(name, executionId) as Extract<JobLog, { eventName: name }> | undefined,
  };
}

function attemptOf(view: AttemptView, look: Looker): AttemptRecord {
  const { attempt, executionId, execution, claimed, submission, dispute, end } = view;
  const expiredAt = look.event("ExecutionExpired", executionId);
  return {
    attempt,
    executionId,
    node: execution.node,
    provider: execution.provider,
    payee: execution.payee,
    exposure: execution.exposure,
    submitBy: execution.submitBy,
    claimed: look.place(claimed.transactionHash, claimed.blockNumber),
    submission: submission && {
      ...submission.work,
      receiptHash: submission.receiptHash,
      submitted: look.place(submission.submitted.transactionHash, submission.submitted.blockNumber),
    },
    dispute: dispute && {
      complaint: dispute.complaint,
      disputed: look.place(dispute.disputed.transactionHash, dispute.disputed.blockNumber),
    },
    ruling: undefined,
    declined: end === "declined" ? look.event("JobReopened", executionId) : undefined,
    expired: expiredAt && {
      penalty: look.log("ExecutionExpired", executionId)?.args.penalty ?? 0n,
      at: expiredAt,
    },
    isSettled: end === "settled",
  };
}

function settlementOf(view: SettlementView, look: Looker): SettlementRecord {
  const { state, units, amount, refund, receiptHash, settled } = view;
  const place = look.place(settled.transactionHash, settled.blockNumber);
  return { state, kind: kindOf(state), units, amount, refund, receiptHash, settled: place };
}

function kindOf(state: JobView["state"]): SettlementKind {
  return KINDS[state] ?? "resolved";
}

const KINDS: Partial<Record<JobState, SettlementKind>> = {
  "settled-cosigned": "co-signed",
  "settled-silent": "silent",
  "refunded-silent": "silent",
  "settled-resolved": "resolved",
  "refunded-resolved": "resolved",
  "settled-split": "split",
  "refunded-equivocation": "equivocation",
};
