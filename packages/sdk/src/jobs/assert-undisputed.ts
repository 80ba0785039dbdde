import { ComputeHiveError } from "@computehive/protocol/error";
import type { Execution, JobTerms } from "@computehive/protocol/order";

interface Disputable {
  readonly terms: Pick<JobTerms, "verdictTime">;
  readonly execution: Pick<Execution, "disputedAt">;
}

/** Last second of the resolver's verdict, Unix seconds; nothing while nobody disputes. After it anybody may split the amount. */
export function verdictUntil({ terms, execution }: Disputable): number | undefined {
  return execution.disputedAt === 0 ? undefined : execution.disputedAt + terms.verdictTime;
}

/**
 * An acceptance needs a receipt that nobody disputes: who is both sides of a job could else leave every panel that it does not like.
 *
 * @throws JobDisputedError
 */
export function assertUndisputed(disputable: Disputable): void {
  const until = verdictUntil(disputable);
  if (until !== undefined) throw new JobDisputedError({ until });
}

export class JobDisputedError extends ComputeHiveError {
  override readonly name = "JobDisputedError";
  constructor({ until }: { until: number }) {
    const time = new Date(until * 1000).toISOString().replace(".000Z", "Z");
    super(
      `A dispute cannot be taken back, so nothing was signed: wait for the verdict. Without one by ${time}, anybody may split the amount as the order says.`,
      { metaMessages: [`Verdict until: ${time}`] },
    );
  }
}
