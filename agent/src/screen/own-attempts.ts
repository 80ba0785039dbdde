import type { Reason } from "@computehive/protocol/phases";
import type { AttemptView } from "@computehive/sdk/jobs/job-view";
import { isAddressEqual } from "viem";
import type { WorkContext } from "../work/context.ts";

/** Attempts at one job: a buyer who withholds its inputs must not have a node pay for claims without end. */
const MOST_ATTEMPTS = 3;
/** After the first one; doubles each time. Milliseconds. */
const FIRST_PAUSE_MS = 30_000;

/** What may be otherwise later: the gateway was away, or did not have it yet. */
const PASSING: readonly Reason[] = ["input-unavailable", "manifest-unavailable"];

/**
 * Whether this node may claim a job with these attempts. One that it let expire, or gave back for a reason that stays, it does not take
 * again; one that it gave back because something could not be had it tries a few times more, with longer and longer pauses. Otherwise a
 * job that met all nodes while their gateway was away would find nobody until it lapses.
 */
export function mayTryAgain(
  attempts: readonly AttemptView[],
  { ledger, clock, node }: Pick<WorkContext, "ledger" | "clock" | "node">,
): boolean {
  const own = attempts.filter(({ execution }) => isAddressEqual(execution.node, node));
  const last = own.at(-1);
  if (!last) return true;
  if (own.length >= MOST_ATTEMPTS || last.end !== "declined") return false;
  const row = ledger.executions.get(last.executionId);
  if (!row?.givenUp || !PASSING.includes(row.givenUp.reason)) return false;
  return clock.now() >= row.updatedAt + FIRST_PAUSE_MS * 2 ** (own.length - 1);
}
