import { signedOrderSchema } from "@computehive/protocol/api/signed-order";
import type { OrderMark, OrderRow, StoredStanding } from "./order-rows.ts";

/** An order is kept for a while after its time, so that a claim of the last second is still seen. Seconds. */
const GRACE = 3_600;
/** How long an order waits for its money to come back. Seconds. */
const UNCOVERED_KEPT = 3_600;

export interface StandingOptions {
  /** Unix seconds. */
  readonly now: number;
  /** How long a job that has ended is remembered, seconds. */
  readonly retentionSeconds: number;
}

/** How long an order is kept that nobody has claimed. */
export function keptWaiting({ claimBefore }: Pick<OrderRow, "claimBefore">): number {
  return claimBefore + GRACE;
}

/**
 * An order that the market has heard of is kept as long as its job can last, and a retention beyond: where the claim hides it, the
 * gateway is who can give it to its buyer, who cannot dispute without it.
 */
export function markOf(row: OrderRow, standing: StoredStanding, { now, retentionSeconds }: StandingOptions): OrderMark {
  const { jobId } = row;
  if (standing === "waiting") return { jobId, standing, keepUntil: keptWaiting(row) };
  if (standing === "uncovered") {
    const since = row.standing === "uncovered" ? row.keepUntil : now + UNCOVERED_KEPT;
    return { jobId, standing, keepUntil: Math.min(since, keptWaiting(row)) };
  }
  return { jobId, standing, keepUntil: keptWaiting(row) + longestJob(row) + retentionSeconds };
}

/** Seconds from the last moment of the claim to the last one in which somebody may need the order. */
function longestJob({ body }: OrderRow): number {
  const signed = signedOrderSchema.safeParse(JSON.parse(body));
  if (!signed.success) return 0;
  const { order, terms } = signed.data;
  return order.runTime + order.window + terms.verdictTime;
}
