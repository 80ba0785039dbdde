import { workOf } from "@computehive/protocol/receipt";
import { type ContractRequest, encodeRequest } from "@computehive/sdk/contract-request";
import { jobRequests } from "@computehive/sdk/jobs/job-requests";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import type { ExecutionRow, NodeAction } from "../ledger/ledger.ts";
import type { WorkContext } from "./context.ts";
import { giveUp } from "./progress.ts";
import { JOB_SEQUENCE } from "./receipt-of.ts";
import { declineUntil, nowFor, submitUntil } from "./time.ts";

/** Seconds after `submitBy` in which others may end a silent execution before its own node does, to free its stake. */
const EXPIRE_AFTER_SECONDS = 30;

/** A call that is due now. */
export interface Due {
  action: NodeAction;
  request: ContractRequest;
}

/** What the chain should hear of this execution now, if anything. Asked again at every look, so that nothing depends on a moment. */
export function dueAction(
  row: ExecutionRow,
  view: JobView,
  attempt: AttemptView,
  context: WorkContext,
): Due | undefined {
  const now = nowFor(context.ledger, context.clock);
  if (view.current?.executionId !== row.executionId) return undefined;
  if (view.state === "running") return dueWhileRunning(row, view, attempt, now, context);
  if (view.state === "submitted") return dueAfterWindow(row, view, attempt, now, context);
  if (view.state === "disputed") return dueAfterVerdictTime(view, attempt, now, context);
  return undefined;
}

function dueWhileRunning(
  row: ExecutionRow,
  view: JobView,
  attempt: AttemptView,
  now: number,
  context: WorkContext,
): Due | undefined {
  const { jobId, order, termsHash } = view;
  const { deployment } = context;
  if (now > attempt.execution.submitBy) {
    if (now <= attempt.execution.submitBy + EXPIRE_AFTER_SECONDS) return undefined;
    return {
      action: "expire",
      request: jobRequests.expire(deployment, { order, termsHash, execution: attempt.execution }),
    };
  }
  if (row.givenUp) {
    if (now > declineUntil(attempt, deployment.parameters.declineTime)) return undefined;
    return { action: "decline", request: jobRequests.decline(deployment, { jobId, execution: attempt.execution }) };
  }
  if (!isToBeSubmitted(row, attempt, now, context)) return undefined;
  const receipt = context.ledger.receipts.get(row.executionId, JOB_SEQUENCE);
  if (!receipt?.signature) return undefined;
  return {
    action: "submit",
    request: jobRequests.submit(deployment, { jobId, execution: attempt.execution, work: workOf(receipt.receipt) }),
  };
}

/**
 * Delivered work is submitted at once. Work that cannot be delivered, because the gateway is down, is submitted at the last moment: the
 * dispute window is time in which it still can be, while silence would surely cost the pay and the penalty.
 */
function isToBeSubmitted(row: ExecutionRow, attempt: AttemptView, now: number, { limits }: WorkContext): boolean {
  if (row.local === "uploaded") return now <= submitUntil(attempt);
  return row.local === "signed" && now >= attempt.execution.submitBy - Math.ceil(limits.slackSeconds / 2);
}

/** What was not delivered is not cashed in. */
function dueAfterWindow(
  row: ExecutionRow,
  view: JobView,
  attempt: AttemptView,
  now: number,
  { deployment }: WorkContext,
): Due | undefined {
  const { order, termsHash } = view;
  if (!row.delivered || !attempt.submission || now <= attempt.execution.submittedAt + order.window) return undefined;
  const { work } = attempt.submission;
  return {
    action: "settle",
    request: jobRequests.settleSilent(deployment, { order, termsHash, execution: attempt.execution, work }),
  };
}

function dueAfterVerdictTime(
  view: JobView,
  attempt: AttemptView,
  now: number,
  { deployment }: WorkContext,
): Due | undefined {
  const { order, terms } = view;
  if (!attempt.submission || now <= attempt.execution.disputedAt + terms.verdictTime) return undefined;
  const { work } = attempt.submission;
  return {
    action: "resolveByTimeout",
    request: jobRequests.resolveByTimeout(deployment, { order, terms, execution: attempt.execution, work }),
  };
}

/** Has the sender make the call, once. A chain that says "not now" is asked again at the next look. */
export async function act(row: ExecutionRow, due: Due, context: WorkContext, signal: AbortSignal): Promise<void> {
  const known = context.sender.statusOf(row.executionId, due.action);
  if (known && known.status !== "final" && known.status !== "lost" && known.blockedAt === undefined) return;
  const result = await context.sender.request(
    { subject: row.executionId, action: due.action, ...encodeRequest(due.request) },
    signal,
  );
  const facts = { executionId: row.executionId, action: due.action };
  if (result.kind === "recorded")
    context.log.info({ ...facts, hash: result.row.hash, nonce: result.row.unsigned.nonce }, "transaction sent");
  if (result.kind !== "impossible") return;
  context.log.debug({ ...facts, error: result.error }, result.message);
  if (result.error === "Market_SubmitTooLate") giveUp(row.executionId, context, "submit-too-late", result.message);
}
