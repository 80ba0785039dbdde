import { isRepeatable, OUTCOMES } from "@computehive/protocol/outcome";
import { receiptHashOf } from "@computehive/protocol/receipt";
import { outputHash } from "@computehive/protocol/result";
import type { execute } from "../execution.ts";
import { gatewayOf, type HiveClient } from "../hive-client.ts";
import type { AttemptView, JobView } from "../jobs/job-view.ts";
import { verifyReceipt } from "../verify-receipt.ts";
import { collectEvidence, type Evidence } from "./evidence.ts";
import { type MissingOutputsOptions, missingOutputs } from "./missing-outputs.ts";
import type { Step } from "./step.ts";

/** What whoever looked at everything thinks of a submitted receipt. */
export type Judgement =
  | { kind: "right" }
  | { kind: "wrong"; facts: string[] }
  | { kind: "not-delivered"; facts: string[] }
  | Undecided;

/** It cannot be told. */
export interface Undecided {
  kind: "undecided";
  facts: string[];
  /**
   * `buyer`: what the buyer uploaded is not there. `outcome`: it depends on the machine that ran it. `machine`: this one is too
   * small or too slow, or failed, and another one may tell.
   */
  because: "buyer" | "outcome" | "machine";
}

export interface JudgeOptions {
  signal: AbortSignal;
  /** Whether to run the program again; without it only hashes are compared. */
  rerun: boolean;
  /** How to run it; by default in this thread. */
  execute?: typeof execute;
  /** What shows that an output is there; by default the gateway's word. */
  outputs?: MissingOutputsOptions["outputs"];
  onProgress?: (what: string) => void;
}

/** Looks at everything that the node delivered, and runs the program again. @throws where the gateway does not answer */
export async function judgeResult(
  client: HiveClient,
  job: JobView,
  attempt: AttemptView,
  { signal, rerun, execute, outputs = "asked", onProgress }: JudgeOptions,
): Promise<Judgement> {
  const evidence = await collectEvidence(
    gatewayOf(client),
    { executionId: attempt.executionId, manifestHash: job.terms.manifestHash },
    { signal, onProgress },
  );
  const undelivered = await undeliveredOf(client, attempt, evidence, { signal, outputs, onProgress });
  if (undelivered.length > 0) return { kind: "not-delivered", facts: undelivered };
  const { upload, manifest, result, blobs, missing } = evidence;
  if (!upload) return { kind: "not-delivered", facts: missing };
  // What the buyer itself uploaded is not the node's fault.
  if (!manifest || !blobs) return { kind: "undecided", facts: missing, because: "buyer" };
  const steps = await verifyReceipt(client, {
    receipt: upload.receipt,
    // Where the market holds its hash the receipt is the node's, whatever a gateway keeps beside it.
    nodeSignature: attempt.submission ? undefined : upload.nodeSignature,
    submittedHash: attempt.submission?.receiptHash,
    order: job.order,
    terms: job.terms,
    manifest,
    result,
    blobs: rerun ? blobs : undefined,
    signal,
    ...(execute && { execute }),
  });
  const failed = steps.filter(({ status }) => status === "failed");
  if (failed.length > 0) return { kind: "wrong", facts: failed.flatMap(factsOf) };
  const undecided = rerun ? steps.filter(({ name, status }) => name === "execution" && status === "skipped") : [];
  if (undecided.length === 0) return { kind: "right" };
  const outcome = OUTCOMES[upload.receipt.details.outcome];
  const because = outcome && !isRepeatable(outcome) ? "outcome" : "machine";
  return { kind: "undecided", facts: undecided.flatMap(factsOf), because };
}

function factsOf({ name, facts }: Step): string[] {
  return facts.map((fact) => `${name}: ${fact}`);
}

async function undeliveredOf(
  client: HiveClient,
  { submission }: AttemptView,
  { upload, result, missing }: Evidence,
  options: MissingOutputsOptions,
): Promise<string[]> {
  if (!upload || !result) return missing.length > 0 ? missing : ["the result document is not there"];
  // A gateway that gives other documents than the node stands for gives none: that must not make the node wrong.
  if (submission && receiptHashOf(client.marketDomain, upload.receipt) !== submission.receiptHash)
    return ["the receipt that was submitted is not there, but another one"];
  if (outputHash(result) !== upload.receipt.details.outputHash)
    return ["the result document of the receipt is not there, but another one"];
  return missingOutputs(gatewayOf(client), result, options);
}
