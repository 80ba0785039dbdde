import { isRepeatable, OUTCOMES } from "@computehive/protocol/outcome";
import { receiptHashOf, receiptToJson } from "@computehive/protocol/receipt";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { castCallLine } from "@computehive/sdk/verify/cast-call";
import { collectEvidence, type Evidence } from "@computehive/sdk/verify/evidence";
import type { Step } from "@computehive/sdk/verify/step";
import { verifyReceipt } from "@computehive/sdk/verify-receipt";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { executeApart } from "../execution/execute-apart.ts";
import { NotDeliveredError } from "../job/not-delivered-error.ts";
import type { Session } from "../session/session.ts";
import { idOption, money, when } from "../session/text.ts";
import { plain } from "../terminal/plain.ts";
import { facts, wrapped } from "../terminal/table.ts";
import { AnswerIsNo, UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";

export function receiptCommand(perform: Perform): HiveCommand {
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
      yargs
        .positional("job", jobId)
        .option("rerun", { type: "boolean", default: true, describe: "run the program again (--no-rerun: do not)" }),
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
  const client = await session.reader();
  const view = await readJob(client, idOption("job", job), { signal });
  const attempt = view.current;
  if (!attempt?.submission && !view.settlement) {
    throw new UsageError("The job has no receipt yet.", {
      field: "job",
      rule: "a receipt was submitted",
      given: view.state,
    });
  }
  if (!attempt) throw new UsageError("The job ended without an execution.", { field: "job", given: view.state });
  const subject = { executionId: attempt.executionId, manifestHash: view.terms.manifestHash };
  const evidence = await collectEvidence(gatewayOf(client), subject, {
    signal,
    onProgress: (what) => printer.progress(`Fetching ${what} …`),
  });
  return { client, view, attempt, evidence };
}

async function showReceipt(session: Session, job: string): Promise<void> {
  const { view, attempt, evidence, client } = await find(session, job);
  const { upload } = evidence;
  if (!upload) throw notUploaded(view, attempt, evidence);
  const { receipt } = upload;
  const { details } = receipt;
  const token = await session.token();
  const call = castCallLine(
    client.deployment,
    { receipt, order: view.order, terms: view.terms },
    { rpcUrl: session.settings().rpcUrl },
  );
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
  if (!upload) throw notUploaded(view, attempt, evidence);
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
    execute: (its, inputs) =>
      executeApart(its, inputs, {
        signal,
        onTick: (seconds) => printer.progress(`Running the program again: ${seconds} s`),
      }),
  });
  for (const missing of evidence.missing) printer.note(`Not to be had: ${plain(missing)}`);
  const outcome = OUTCOMES[receipt.details.outcome];
  const verdict = verdictOf(steps, { rerun, repeatable: outcome !== undefined && isRepeatable(outcome) });
  const castCall = castCallLine(client.deployment, checked, { rpcUrl: session.settings().rpcUrl });
  printer.result(
    { verified: verdict.kind === "verified", verdict: verdict.kind, steps, missing: evidence.missing, castCall },
    `${verdict.sentence}\n\nAsk the chain yourself:\n${castCall}`,
  );
  if (verdict.kind !== "verified") throw new AnswerIsNo();
}

interface Verdict {
  kind: "verified" | "not-verified" | "incomplete";
  sentence: string;
}

/** A step that nobody can do, or that was not asked for, takes nothing away; one for which something is missing does. */
function verdictOf(steps: readonly Step[], { rerun, repeatable }: { rerun: boolean; repeatable: boolean }): Verdict {
  const failed = steps.filter(({ status }) => status === "failed").map(({ name }) => name);
  const skipped = steps.filter(({ status }) => status === "skipped");
  if (failed.length > 0) return { kind: "not-verified", sentence: `NOT VERIFIED: ${failed.join(", ")} failed.` };
  const open = skipped.filter(({ name }) => name !== "execution" || (rerun && repeatable));
  const names = skipped.map(({ name }) => name).join(", ");
  if (open.length > 0) return { kind: "incomplete", sentence: `NOT VERIFIED WHOLLY: ${names} could not be checked.` };
  if (skipped.length > 0) return { kind: "verified", sentence: `VERIFIED, but for ${names}.` };
  return { kind: "verified", sentence: "VERIFIED: signatures, record, and the execution run again agree." };
}

const STEP_INDENT = "       ";
const MARKS = { passed: "ok  ", failed: "FAIL", skipped: "skip" } as const;

function describeStep({ name, status, proves, provesNot, facts: lines }: Step): string {
  const meaning = status === "passed" ? [`proves:     ${proves}`, `proves not: ${provesNot}`] : [];
  const texts = [
    ...lines.map((line) => wrapped(plain(line), { indent: STEP_INDENT, hanging: 2 })),
    ...meaning.map((line) => wrapped(line, { indent: STEP_INDENT, hanging: "proves not: ".length })),
  ];
  return [`${MARKS[status]} ${name}`, ...texts].join("\n");
}

function notUploaded({ jobId: id }: JobView, { executionId }: AttemptView, { missing }: Evidence): NotDeliveredError {
  return new NotDeliveredError({ jobId: id, executionId, missing });
}
