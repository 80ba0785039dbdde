import type { ReceiptUpload } from "@computehive/protocol/api/execution";
import { receiptHashOf } from "@computehive/protocol/receipt";
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
}

type Submitted = JobView & { readonly current: AttemptView & { readonly submission: SubmissionView } };

/** Checks the submitted receipt by running the program again, and accepts it if it is right. Answers the call that asks the chain. */
export async function checkAndAccept(
  client: HiveClient,
  job: JobView,
  built: BuiltJob,
  ports: CheckPorts,
): Promise<string | undefined> {
  const { say, signal, rpcUrl } = ports;
  if (!isSubmitted(job)) return undefined;
  const { receipt: upload } = await gatewayOf(client).execution(job.current.executionId, { signal });
  const wrong =
    upload === undefined
      ? "The node has not uploaded its receipt."
      : await findFault(client, job, built, upload, ports);
  if (!upload || wrong !== undefined) {
    say(`  Not accepted: ${wrong} The buyer can dispute it:`);
    say(`  npx hive --as buyer job dispute ${job.jobId} --complaint wrong`);
    return undefined;
  }
  const { order, terms } = job;
  await accept(client, job, upload, signal);
  const checked = { receipt: upload.receipt, order, terms };
  const steps = await verifyReceipt(client, { ...checked, signal });
  tell(
    steps.filter(({ name }) => name === "record"),
    say,
  );
  return castCallLine(client.deployment, checked, { rpcUrl });
}

function isSubmitted(job: JobView): job is Submitted {
  return job.state === "submitted" && job.current?.submission !== undefined;
}

/** Everything but the market's record, which is complete when the job is settled: until then its slot holds the submission. */
async function findFault(
  client: HiveClient,
  job: Submitted,
  built: BuiltJob,
  upload: ReceiptUpload,
  { say, signal }: CheckPorts,
): Promise<string | undefined> {
  const { receipt, nodeSignature, resultCid } = upload;
  const { order, terms } = job;
  if (receiptHashOf(client.marketDomain, receipt) !== job.current.submission.receiptHash)
    return "The uploaded receipt is not the submitted one.";
  const result = await gatewayOf(client)
    .getBlob(resultCid, { maxBytes: RESULT_BYTES, signal })
    .then(readResultDocument, () => undefined);
  const steps = await verifyReceipt(client, {
    receipt,
    order,
    terms,
    nodeSignature,
    manifest: built.manifest,
    result,
    blobs: built.blobs,
    signal,
  });
  const counted = steps.filter(({ name }) => name !== "record");
  tell(counted, say);
  const faults = counted.filter(({ status }) => status !== "passed").map(({ name }) => name);
  return faults.length === 0 ? undefined : `The check of ${faults.join(", ")} did not pass.`;
}

function tell(steps: readonly Step[], say: CheckPorts["say"]): void {
  for (const { name, status, proves, facts } of steps) {
    say(status === "passed" ? `  ok ${name}: ${proves}` : `  ${status} ${name}: ${facts.join("; ")}`);
  }
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
