import { digestOfCid } from "@computehive/protocol/cid";
import { receiptsAbi } from "@computehive/protocol/contracts";
import { jobStateOf } from "@computehive/protocol/job-state";
import { inputHash, type Manifest, manifestHash } from "@computehive/protocol/manifest";
import { executionIdOf, type JobOrder, type JobTerms, jobIdOf } from "@computehive/protocol/order";
import { isRepeatable, OUTCOMES } from "@computehive/protocol/outcome";
import { unitKindOf } from "@computehive/protocol/price";
import { type Receipt, receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import { outputHash, type ResultDocument } from "@computehive/protocol/result";
import { type Hex, recoverTypedDataAddress } from "viem";
import { type Blobs, execute } from "./execution.ts";
import type { HiveClient } from "./hive-client.ts";
import { comparedStep, failedStep, STEP_NAMES, type Step, type StepName, skippedStep } from "./verify/step.ts";

export interface VerifyReceiptInput {
  readonly receipt: Receipt;
  readonly order: JobOrder;
  readonly terms: JobTerms;
  /** Not needed where the node's own transaction submitted the receipt. */
  readonly nodeSignature?: Hex | undefined;
  /** While the receipt is submitted and not yet settled: the hash that the market holds of it, from `readJob`. */
  readonly submittedHash?: Hex | undefined;
  /** With the manifest, what was ordered is checked; with its blobs, the program is run again. */
  readonly manifest?: Manifest | undefined;
  readonly result?: ResultDocument | undefined;
  /** Program and inputs by CID. */
  readonly blobs?: Blobs | undefined;
  /** Only these; by default all. */
  readonly steps?: readonly StepName[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called as each step is done. */
  readonly onStep?: ((step: Step) => void) | undefined;
  /** How to run the program again; by default in this thread. */
  readonly execute?: typeof execute;
}

/**
 * Checks a receipt by everything that is at hand, one step after the other. A failed step does not stop the others: each says
 * something of its own.
 */
export async function verifyReceipt(client: HiveClient, input: VerifyReceiptInput): Promise<Step[]> {
  const steps: Step[] = [];
  for (const name of STEP_NAMES) {
    if (input.steps && !input.steps.includes(name)) continue;
    input.signal?.throwIfAborted();
    const step = await CHECKS[name](client, input);
    steps.push(step);
    input.onStep?.(step);
  }
  return steps;
}

type Check = (client: HiveClient, input: VerifyReceiptInput) => Promise<Step>;

const CHECKS = {
  signature: checkSignature,
  record: checkRecord,
  consistency: checkConsistency,
  manifest: checkManifest,
  result: checkResult,
  execution: checkExecution,
} as const satisfies Record<StepName, Check>;

async function checkSignature(
  { marketDomain }: HiveClient,
  { receipt, nodeSignature }: VerifyReceiptInput,
): Promise<Step> {
  if (!nodeSignature || nodeSignature === "0x") {
    return skippedStep("signature", "No signature is at hand; the node's own transaction may stand for it.");
  }
  const signer = await recoverTypedDataAddress({
    ...receiptTypedData(marketDomain, receipt),
    signature: nodeSignature,
  }).catch(() => undefined);
  return comparedStep("signature", [{ what: "signer", expected: receipt.node, given: signer ?? "nobody" }]);
}

async function checkRecord(
  client: HiveClient,
  { receipt, order, terms, submittedHash }: VerifyReceiptInput,
): Promise<Step> {
  const { recorded, state: index, receiptHash } = await askChain(client, { receipt, order, terms });
  const state = jobStateOf(index);
  const isPending = state === "submitted" || state === "disputed";
  const record =
    isPending && submittedHash
      ? { what: "submitted receipt hash", expected: submittedHash, given: receiptHash }
      : { what: "recorded", expected: true, given: recorded };
  const own = receiptHashOf(client.marketDomain, receipt);
  return comparedStep(
    "record",
    [record, { what: "receipt hash", expected: own, given: receiptHash }],
    [`state: ${state}`],
  );
}

async function checkConsistency(client: HiveClient, { receipt, order, terms }: VerifyReceiptInput): Promise<Step> {
  const { consistent, amount } = await askChain(client, { receipt, order, terms });
  const jobId = jobIdOf(client.marketDomain, order, terms);
  const attempt = attemptOf(jobId, receipt.executionId);
  return comparedStep("consistency", [
    { what: "every shared field", expected: true, given: consistent },
    { what: "amount", expected: amount, given: receipt.details.amount },
    { what: "execution of this job", expected: true, given: attempt !== undefined },
  ]);
}

/** Attempts that are looked through; a job tried more often is no longer worth a check. */
const MOST_ATTEMPTS = 4_096;

/** Which attempt of the job an execution id is. */
function attemptOf(jobId: Hex, executionId: Hex): number | undefined {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (executionIdOf(jobId, attempt) === executionId) return attempt;
  }
  return undefined;
}

async function checkManifest(_client: HiveClient, { receipt, terms, manifest }: VerifyReceiptInput): Promise<Step> {
  if (!manifest) return skippedStep("manifest", "The manifest is not at hand.");
  return comparedStep("manifest", [
    { what: "manifest hash in the order", expected: terms.manifestHash, given: manifestHash(manifest) },
    { what: "manifest hash in the receipt", expected: receipt.details.manifestHash, given: manifestHash(manifest) },
    { what: "program hash", expected: receipt.details.programHash, given: digestOfCid(manifest.program) },
    { what: "input hash", expected: receipt.details.inputHash, given: inputHash(manifest) },
  ]);
}

async function checkResult(_client: HiveClient, { receipt, result }: VerifyReceiptInput): Promise<Step> {
  if (!result) return skippedStep("result", "The result document is not at hand.");
  const { details } = receipt;
  return comparedStep("result", [
    { what: "output hash", expected: details.outputHash, given: outputHash(result) },
    { what: "outcome", expected: OUTCOMES[details.outcome], given: result.outcome },
    { what: "exit code", expected: details.exitCode, given: result.exitCode },
  ]);
}

async function checkExecution(_client: HiveClient, input: VerifyReceiptInput): Promise<Step> {
  const { receipt, manifest, blobs } = input;
  const outcome = OUTCOMES[receipt.details.outcome];
  if (outcome && !isRepeatable(outcome)) {
    return skippedStep(
      "execution",
      `The outcome is ${outcome}: how far a program gets in time depends on the machine.`,
    );
  }
  if (!manifest || !blobs) return skippedStep("execution", "The program and its inputs are not at hand.");
  try {
    return compareExecution(receipt, await (input.execute ?? execute)(manifest, blobs));
  } catch (error) {
    input.signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    // A machine that is too small or too slow, or fails, says nothing about the node.
    return isAgainstNode(error) ? failedStep("execution", reason) : skippedStep("execution", reason);
  }
}

/** No node can have run such a program. By name, because errors lose their class between threads. */
const NEVER_RUN = ["ProgramRefusedError", "InputSizeError"];

function isAgainstNode(error: unknown): boolean {
  return error instanceof Error && NEVER_RUN.includes(error.name);
}

function compareExecution(
  { details, units }: Receipt,
  { document, result }: Awaited<ReturnType<typeof execute>>,
): Step {
  const isPaidByFuel = unitKindOf(details.unitKind) === "fuel";
  return comparedStep(
    "execution",
    [
      { what: "output hash", expected: details.outputHash, given: outputHash(document) },
      { what: "outcome", expected: OUTCOMES[details.outcome], given: document.outcome },
      { what: "exit code", expected: details.exitCode, given: document.exitCode },
      ...(isPaidByFuel ? [{ what: "fuel", expected: units, given: result.fuel }] : []),
    ],
    isPaidByFuel
      ? []
      : [`fuel: ${result.fuel}; the receipt counts ${unitKindOf(details.unitKind)}, which cannot be repeated`],
  );
}

function askChain(
  { publicClient, deployment }: HiveClient,
  { receipt, order, terms }: { receipt: Receipt; order: JobOrder; terms: JobTerms },
) {
  return publicClient.readContract({
    address: deployment.contracts.receipts,
    abi: receiptsAbi,
    functionName: "verify",
    args: [receipt, order, terms],
  });
}
