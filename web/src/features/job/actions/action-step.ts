import { ComputeHiveError } from "@computehive/protocol/error";
import type { Receipt } from "@computehive/protocol/receipt";
import type { BuyerStep } from "@computehive/sdk/carrier/buyer-step";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { AttemptView, JobView, SubmissionView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import type { Hex } from "viem";
import type { JobAction } from "../model/actions.ts";

export interface ActionChoice {
  readonly action: JobAction;
  readonly complaint?: "wrong" | "not-delivered" | undefined;
}

/**
 * The step of an action from the job as the chain has it in this moment: what the page shows may be older.
 *
 * @throws JobMovedOnError where the job is no longer in a state for it.
 */
export async function actionStep(
  hive: HiveClient,
  jobId: Hex,
  { action: kind, complaint = "wrong" }: ActionChoice,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<BuyerStep> {
  const job = await readJob(hive, jobId, { signal });
  switch (kind) {
    case "cancel":
    case "lapse":
      return { kind, ...job };
    case "expire":
      return { kind, ...job, execution: currentOf(job).execution };
    case "dispute":
      return { kind, ...job, ...submittedOf(job), complaint };
    case "accept": {
      const submitted = submittedOf(job);
      return { kind, ...job, ...submitted, receipt: await receiptOf(hive, submitted.executionId, signal) };
    }
    case "settle-silent":
    case "resolve-by-timeout":
      return { kind, ...job, ...submittedOf(job) };
  }
}

/** The whole receipt, as its node left it; only an acceptance that somebody else carries needs it. */
async function receiptOf(hive: HiveClient, executionId: Hex, signal: AbortSignal | undefined) {
  const found = await hive.gateway?.execution(executionId, { signal }).catch(() => undefined);
  return found?.receipt?.receipt satisfies Receipt | undefined;
}

function currentOf(job: JobView): AttemptView {
  if (!job.current) throw new JobMovedOnError(job);
  return job.current;
}

function submittedOf(job: JobView): Pick<AttemptView, "execution" | "executionId"> & Pick<SubmissionView, "work"> {
  const { execution, executionId, submission } = currentOf(job);
  if (!submission) throw new JobMovedOnError(job);
  return { execution, executionId, work: submission.work };
}

export class JobMovedOnError extends ComputeHiveError {
  override readonly name = "JobMovedOnError";
  constructor({ jobId, state }: Pick<JobView, "jobId" | "state">) {
    super("The job has moved on since this page showed it: look again.", {
      metaMessages: [`Job:   ${jobId}`, `State: ${state}`],
    });
  }
}
