import { ComputeHiveError } from "@computehive/protocol/error";
import { termsHashOf } from "@computehive/protocol/order";
import type { ContractRequest } from "@computehive/sdk/contract-request";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { jobRequests } from "@computehive/sdk/jobs/job-requests";
import type { AttemptView, JobView, SubmissionView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import type { Hex } from "viem";
import type { JobAction } from "../model/actions.ts";

export interface ActionChoice {
  readonly action: JobAction;
  readonly complaint?: "wrong" | "not-delivered" | undefined;
}

/**
 * Builds the call for an action from the job as the chain has it in this moment: what the page shows may be older.
 *
 * @throws JobMovedOnError where the job is no longer in a state for it.
 */
export async function actionRequest(
  hive: HiveClient,
  jobId: Hex,
  { action, complaint = "wrong" }: ActionChoice,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<ContractRequest> {
  const job = await readJob(hive, jobId, { signal });
  const { order, terms } = job;
  const termsHash = termsHashOf(terms);
  const to = hive.deployment;
  switch (action) {
    case "cancel":
      return jobRequests.cancel(to, { order, termsHash });
    case "lapse":
      return jobRequests.lapse(to, { order, termsHash });
    case "expire":
      return jobRequests.expire(to, { order, termsHash, execution: currentOf(job).execution });
    case "dispute":
      return jobRequests.dispute(to, { order, termsHash, execution: submittedOf(job).execution, complaint });
    case "accept":
      // Whoever sends this and whoever submitted the receipt need no signature.
      return jobRequests.settleCosigned(to, {
        order,
        termsHash,
        ...submittedOf(job),
        nodeSignature: "0x",
        buyerSignature: "0x",
      });
    case "settle-silent":
      return jobRequests.settleSilent(to, { order, termsHash, ...submittedOf(job) });
    case "resolve-by-timeout":
      return jobRequests.resolveByTimeout(to, { order, terms, ...submittedOf(job) });
  }
}

function currentOf(job: JobView): AttemptView {
  if (!job.current) throw new JobMovedOnError(job);
  return job.current;
}

function submittedOf(job: JobView): { execution: AttemptView["execution"]; work: SubmissionView["work"] } {
  const { execution, submission } = currentOf(job);
  if (!submission) throw new JobMovedOnError(job);
  return { execution, work: submission.work };
}

export class JobMovedOnError extends ComputeHiveError {
  override readonly name = "JobMovedOnError";
  constructor({ jobId, state }: Pick<JobView, "jobId" | "state">) {
    super("The job has moved on since this page showed it: look again.", {
      metaMessages: [`Job:   ${jobId}`, `State: ${state}`],
    });
  }
}
