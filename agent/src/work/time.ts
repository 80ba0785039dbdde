import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { AttemptView } from "@computehive/sdk/jobs/job-view";
import type { BookStore } from "../ledger/ledger.ts";

/** Unix seconds for deadlines: the later of this machine's clock and the newest block. Late is safe, early is not. */
export function nowFor(ledger: { book: Pick<BookStore, "head"> }, clock: Clock): number {
  return Math.max(unixSeconds(clock), Number(ledger.book.head()?.timestamp ?? 0n));
}

/** A transaction sent now is part of a block a little later: this much is kept free before a deadline, seconds. */
const BLOCK_MARGIN_SECONDS = 2;

export function declineUntil({ execution }: AttemptView, declineTime: number): number {
  return Math.min(execution.claimedAt + declineTime, execution.submitBy) - BLOCK_MARGIN_SECONDS;
}

export function submitUntil({ execution }: AttemptView): number {
  return execution.submitBy - BLOCK_MARGIN_SECONDS;
}
