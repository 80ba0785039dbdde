import type { ReceiptUpload } from "@computehive/protocol/api/execution";
import { readResultDocument } from "@computehive/protocol/result";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { BuiltJob } from "@computehive/sdk/job-builder";
import { settleCosigned } from "@computehive/sdk/jobs/job-actions";
import type { AttemptView, JobView, SubmissionView } from "@computehive/sdk/jobs/job-view";
import { castCallLine } from "@computehive/sdk/verify/cast-call";
import type { Step } from "@computehive/sdk/verify/step";
import { verifyReceipt } from "@computehive/sdk/verify-receipt";
import { CallRefusedError } from "@computehive/sdk/write";
import type { FollowPorts } from "./follow-job.ts";

const RESULT_BYTES = 1024 * 1024;

export interface CheckPorts extends FollowPorts {
  readonly rpcUrl: string;
  /** How `hive` is called. */
  readonly hive: string;
}

type Submitted = JobView & { readonly current: AttemptView & { readonly submission: SubmissionView } };

/** Checks the submitted receipt by running the program again, and accepts it if it is right. Answers the call that asks the chain. */
export async function checkAndAccept(
  client: HiveClient,
  job: JobView,
  built: BuiltJob,
  ports: CheckPorts,
): Promise<string | undefined> {
  const { say, signal, rpcUrl, hive } = ports;
  if (!isSubmitted(job)) return undefined;
  const { receipt: upload } = await gatewayOf(client).execution(job.current.executionId, { signal });
  const complaint = upload ? await findFault(client, job, built, upload, ports) : "not-delivered";
  if (!upload || complaint) {
    say("  The receipt is not accepted: the check did not pass. The buyer can dispute it:");
    say(`  ${hive} --as buyer job dispute ${job.jobId} --complaint ${complaint}`);
    return undefined;
  }
  await accept(client, job, upload, signal);
  return castCallLine(client.deployment, { receipt: upload.receipt, order: job.order, terms: job.terms }, { rpcUrl });
}

function isSubmitted(job: JobView): job is Submitted {
  return job.state === "submitted" && job.current?.submission !== undefined;
}

async function findFault(
  client: HiveClient,
  { order, terms, current }: Submitted,
  { manifest, blobs }: BuiltJob,
  { receipt, nodeSignature, resultCid }: ReceiptUpload,
  { say, signal }: CheckPorts,
): Promise<"wrong" | "not-delivered" | undefined> {
  const result = await gatewayOf(client)
    .getBlob(resultCid, { maxBytes: RESULT_BYTES, signal })
    .then(readResultDocument, () => undefined);
  const { receiptHash: submittedHash } = current.submission;
  const asked = { receipt, order, terms, nodeSignature, submittedHash, manifest, result, blobs, signal };
  const steps = await verifyReceipt(client, { ...asked, onStep: (step) => say(`  ${describeStep(step)}`) });
  if (steps.every(({ status }) => status === "passed")) return undefined;
  return result ? "wrong" : "not-delivered";
}

function describeStep({ name, status, proves, facts }: Step): string {
  return status === "passed" ? `ok ${name}: ${proves}` : `${status} ${name}: ${facts.join("; ")}`;
}

async function accept(
  client: HiveClient,
  { order, terms, current }: Submitted,
  { nodeSignature }: ReceiptUpload,
  signal: AbortSignal,
): Promise<void> {
  const { execution, submission } = current;
  try {
    await settleCosigned(client, { order, terms, execution, work: submission.work, nodeSignature }, { signal });
  } catch (error) {
    // The window may have passed meanwhile, and the agent settled by the buyer's silence.
    if (!(error instanceof CallRefusedError)) throw error;
  }
}
