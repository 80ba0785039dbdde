import { OUTCOMES } from "@computehive/protocol/outcome";
import { receiptHashOf, receiptToJson } from "@computehive/protocol/receipt";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { castCallLine } from "@computehive/sdk/verify/cast-call";
import type { Step } from "@computehive/sdk/verify/step";
import { verifyReceipt } from "@computehive/sdk/verify-receipt";
import type { CommandModule } from "yargs";
import { defineCommand, defineGroup, type Perform } from "../command.ts";
import { collectEvidence, type Evidence } from "../evidence.ts";
import { executeApart } from "../execution/execute-apart.ts";
import { facts } from "../printer.ts";
import type { Session } from "../session/session.ts";
import { idOption, money, when } from "../session/text.ts";
import { AnswerIsNo, UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";

export function receiptCommand(perform: Perform): CommandModule {
  const show = defineCommand(perform, {
    command: "show <job>",
    describe: "Show the receipt of a job",
    options: (yargs) => yargs.positional("job", jobId),
    run: (session, { job }) => showReceipt(session, job),
  });
  const verify = defineCommand(perform, {
    command: "verify <job>",
    describe: "Check signatures and the record on chain, then run the program again and compare",
    options: (yargs) =>
      yargs.positional("job", jobId).option("rerun", { type: "boolean", default: true, describe: "run the program again (--no-rerun: do not)" }),
    run: (session, { job, rerun }) => verifyJob(session, job, rerun),
  });
  return defineGroup("receipt", "Statements of work done, and their verification", [show, verify]);
}

interface Found {
  client: HiveClient;
  view: JobView;
  attempt: AttemptView;
  evidence: Evidence;
}

async function find(session: Session, job: string): Promise<Found> {
  const { signal, printer } = session;
  const client = session.reader();
  await client.assertChain();
  const view = await readJob(client, idOption("job", job), { signal });
  const attempt = view.current;
  if (!attempt?.submission && !view.settlement) {
    throw new UsageError("The job has no receipt yet.", { field: "job", rule: "a receipt was submitted", given: view.state });
  }
  if (!attempt) throw new UsageError("The job ended without an execution.", { field: "job", given: view.state });
  const evidence = await collectEvidence(gatewayOf(client), view, attempt, { signal, onProgress: (what) => printer.progress(`Fetching ${what} …`) });
  return { client, view, attempt, evidence };
}

async function showReceipt(session: Session, job: string): Promise<void> {
  const { view, evidence, client } = await find(session, job);
  const { upload } = evidence;
  if (!upload) throw notUploaded(evidence);
  const { receipt } = upload;
  const { details } = receipt;
  const token = await session.token();
  const call = castCallLine(client.deployment, { receipt, order: view.order, terms: view.terms }, { rpcUrl: session.settings().rpcUrl });
  const text = facts([
    ["Receipt hash", receiptHashOf(client.marketDomain, receipt)],
    ["Execution", receipt.executionId],
    ["Node", receipt.node],
    ["Buyer", details.buyer],
    ["Outcome", `${OUTCOMES[details.outcome]}, exit code ${details.exitCode}`],
    ["Fuel", receipt.units.toString()],
    ["Amount", money(details.amount, token)],
    ["Started, ended (the node's clock)", `${when(details.startedAt)}, ${when(details.endedAt)}`],
    ["Manifest hash", details.manifestHash],
    ["Program hash", details.programHash],
    ["Input hash", details.inputHash],
    ["Output hash", details.outputHash],
    ["Node's signature", upload.nodeSignature],
  ]);
  session.printer.result(
    { receipt: receiptToJson(receipt), nodeSignature: upload.nodeSignature, castCall: call },
    `${text}\n\nAsk the chain yourself:\n${call}`,
  );
}

async function verifyJob(session: Session, job: string, rerun: boolean): Promise<void> {
  const { printer, signal } = session;
  const { client, view, attempt, evidence } = await find(session, job);
  const { upload, manifest, result, blobs } = evidence;
  if (!upload) throw notUploaded(evidence);
  const { receipt, nodeSignature } = upload;
  const checked = { receipt, order: view.order, terms: view.terms };
  const steps = await verifyReceipt(client, {
    ...checked,
    nodeSignature,
    submittedHash: attempt.submission?.receiptHash,
    manifest,
    result,
    blobs: rerun ? blobs : undefined,
    signal,
    onStep: (step) => printer.line({ step }, describeStep(step)),
    execute: (its, inputs) => executeApart(its, inputs, { signal, onTick: (seconds) => printer.progress(`Running the program again: ${seconds} s`) }),
  });
  for (const missing of evidence.missing) printer.note(`Not to be had: ${missing}`);
  const failed = steps.filter(({ status }) => status === "failed");
  const skipped = steps.filter(({ status }) => status === "skipped");
  const verified = failed.length === 0 && skipped.length === 0;
  const castCall = castCallLine(client.deployment, checked, { rpcUrl: session.settings().rpcUrl });
  printer.result({ verified, steps, missing: evidence.missing, castCall }, `${verdict(failed, skipped)}\n\nAsk the chain yourself:\n${castCall}`);
  if (failed.length > 0) throw new AnswerIsNo();
}

function verdict(failed: readonly Step[], skipped: readonly Step[]): string {
  if (failed.length > 0) return `NOT VERIFIED: ${failed.map(({ name }) => name).join(", ")} failed.`;
  if (skipped.length > 0) return `Verified, but for ${skipped.map(({ name }) => name).join(", ")}.`;
  return "VERIFIED: signatures, record, and the execution run again agree.";
}

const MARKS = { passed: "ok  ", failed: "FAIL", skipped: "skip" } as const;

function describeStep({ name, status, proves, provesNot, facts: lines }: Step): string {
  const meaning = status === "passed" ? [`proves:     ${proves}`, `proves not: ${provesNot}`] : [];
  return [`${MARKS[status]} ${name}`, ...[...lines, ...meaning].map((line) => `       ${line}`)].join("\n");
}

function notUploaded({ missing }: Evidence): UsageError {
  return new UsageError("The node has not uploaded the receipt.", { field: "job", given: missing.join("; ") });
}
