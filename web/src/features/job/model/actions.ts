import { type JobRecord, verdictEnd, windowEnd } from "../../../lib/jobs/job-record.ts";

/** What can be done with a job. The last four anybody may do once it is time. */
export const JOB_ACTIONS = [
  "accept",
  "dispute",
  "cancel",
  "lapse",
  "expire",
  "settle-silent",
  "resolve-by-timeout",
] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];

export interface Viewer {
  /** The connected account. */
  readonly address: string | undefined;
  /** The chain's clock, Unix seconds. */
  readonly now: number;
}

export function isBuyer({ order }: Pick<JobRecord, "order">, address: string | undefined): boolean {
  return address?.toLowerCase() === order.buyer.toLowerCase();
}

/** What `viewer` can do now, the most likely first. Who is not connected sees what anybody may do. */
export function actionsFor(job: JobRecord, viewer: Viewer): JobAction[] {
  const isOwn = isBuyer(job, viewer.address);
  switch (job.state) {
    case "open":
      return [...only(viewer.now >= job.order.claimBefore, "lapse"), ...only(isOwn, "cancel")];
    case "running":
      return only(job.current !== undefined && viewer.now > job.current.submitBy, "expire");
    case "submitted": {
      const isOver = viewer.now > (windowEnd(job) ?? Number.POSITIVE_INFINITY);
      return [...only(isOwn, "accept"), ...only(isOwn && !isOver, "dispute"), ...only(isOver, "settle-silent")];
    }
    case "disputed": {
      // Nothing for its buyer: a dispute cannot be taken back.
      const isOver = viewer.now > (verdictEnd(job) ?? Number.POSITIVE_INFINITY);
      return only(isOver, "resolve-by-timeout");
    }
    default:
      return [];
  }
}

function only(condition: boolean, action: JobAction): JobAction[] {
  return condition ? [action] : [];
}

/** The first moment at which anything may be done or happen differently by time alone; for those who wait for it. */
export function nextDeadline(job: JobRecord): number | undefined {
  switch (job.state) {
    case "open":
      return job.order.claimBefore;
    case "running":
      return job.current?.submitBy;
    case "submitted":
      return windowEnd(job);
    case "disputed":
      return verdictEnd(job);
    default:
      return undefined;
  }
}

/** The latest second at which the job's money is free again, whatever anybody does or leaves undone. */
export function freeAgainBy({ order, terms }: Pick<JobRecord, "order" | "terms">): number {
  return order.claimBefore + order.runTime + order.window + terms.verdictTime;
}
