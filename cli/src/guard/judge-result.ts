import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import { collectEvidence, type Evidence } from "@computehive/sdk/verify/evidence";
import type { Step } from "@computehive/sdk/verify/step";
import { verifyReceipt } from "@computehive/sdk/verify-receipt";
import { executeApart } from "../execution/execute-apart.ts";

/** What a guard thinks of a submitted receipt. */
export type Judgement =
  | { kind: "right" }
  | { kind: "wrong"; facts: string[] }
  | { kind: "not-delivered"; facts: string[] }
  /** It cannot be told here: the outcome depends on the machine, or this machine is too slow. */
  | { kind: "undecided"; facts: string[] };

export interface JudgeOptions {
  signal: AbortSignal;
  /** Whether to run the program again; without it only hashes are compared. */
  rerun: boolean;
}

/** Looks at everything that the node delivered, and runs the program again. */
export async function judgeResult(
  client: HiveClient,
  job: JobView,
  attempt: AttemptView,
  { signal, rerun }: JudgeOptions,
): Promise<Judgement> {
  const gateway = gatewayOf(client);
  const evidence = await collectEvidence(
    gateway,
    { executionId: attempt.executionId, manifestHash: job.terms.manifestHash },
    { signal },
  );
  const undelivered = await missingOutputs(client, evidence, signal);
  if (undelivered.length > 0) return { kind: "not-delivered", facts: undelivered };
  // What the buyer itself uploaded is not the node's fault.
  if (!evidence.manifest || !evidence.blobs) return { kind: "undecided", facts: evidence.missing };
  const { upload, manifest, result, blobs } = evidence;
  if (!upload) return { kind: "not-delivered", facts: evidence.missing };
  const steps = await verifyReceipt(client, {
    receipt: upload.receipt,
    nodeSignature: upload.nodeSignature,
    submittedHash: attempt.submission?.receiptHash,
    order: job.order,
    terms: job.terms,
    manifest,
    result,
    blobs: rerun ? blobs : undefined,
    signal,
    execute: (its, inputs) => executeApart(its, inputs, { signal }),
  });
  const failed = steps.filter(({ status }) => status === "failed");
  if (failed.length > 0) return { kind: "wrong", facts: failed.flatMap(factsOf) };
  const undecided = rerun ? steps.filter(({ name, status }) => name === "execution" && status === "skipped") : [];
  return undecided.length > 0 ? { kind: "undecided", facts: undecided.flatMap(factsOf) } : { kind: "right" };
}

function factsOf({ name, facts }: Step): string[] {
  return facts.map((fact) => `${name}: ${fact}`);
}

async function missingOutputs(
  client: HiveClient,
  { upload, result, missing }: Evidence,
  signal: AbortSignal,
): Promise<string[]> {
  if (!upload || !result) return missing.length > 0 ? missing : ["the result document is not there"];
  const gateway = gatewayOf(client);
  const entries = [{ path: "stdout", ...result.stdout }, { path: "stderr", ...result.stderr }, ...result.files];
  const sizes = await Promise.all(entries.map(({ cid }) => gateway.sizeOfBlob(cid, { signal })));
  return entries.filter((_, i) => sizes[i] === undefined).map(({ path, cid }) => `${path} (${cid}) is not there`);
}
