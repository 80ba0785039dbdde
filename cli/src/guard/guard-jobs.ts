import { takeStep } from "@computehive/sdk/carrier/take-step";
import { isTransientGatewayError } from "@computehive/sdk/gateway/gateway-errors";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import { listJobs } from "@computehive/sdk/jobs/list-jobs";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { wait } from "@computehive/sdk/retry";
import { isTransientRpcError } from "@computehive/sdk/rpc-errors";
import { type Judgement, judgeResult } from "@computehive/sdk/verify/judge-result";
import type { Address, Hex } from "viem";
import { executeApart } from "../execution/execute-apart.ts";
import { type CarriedOption, wayFor } from "../session/carried.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { plain } from "../terminal/plain.ts";
import { AnswerIsNo, UsageError } from "../usage-error.ts";

export interface GuardOptions extends CarriedOption {
  /** Part of the results that is run again, 0 to 1. What was delivered is always looked at. */
  sample: number;
  once: boolean;
  dispute: boolean;
}

const POLL_MS = 2_000;
/** A node may upload until it submits; a gateway that just restarted may need a moment. Looked at again for so long, seconds. */
const DELIVERY_GRACE_SECONDS = 10;
/** Seconds before the window's end in which whatever is known must be acted on. */
const LAST_CALL_SECONDS = 20;

/** Looks at every submitted job of the account until Ctrl-C; disputes what is wrong or was not delivered. */
export async function guardJobs(session: Session, options: GuardOptions): Promise<void> {
  const { sample, once, dispute } = options;
  if (!(sample >= 0 && sample <= 1)) {
    throw new UsageError("The sample is not a part of one.", {
      field: "sample",
      rule: "0 to 1",
      given: String(sample),
    });
  }
  const client = await session.writer();
  const { address } = await session.account();
  if (dispute) session.printer.note("A dispute cannot be taken back. It costs at most the job's bond.");
  const round: Round = { options, buyer: address, done: new Set(), said: new Map() };
  if (!once) return guardOn(session, client, round);
  const bad = await guardOnce(session, client, round);
  if (bad > 0 && !dispute) throw new AnswerIsNo();
}

async function guardOn(session: Session, client: HiveClient, round: Round): Promise<never> {
  session.printer.note(`Guarding the jobs of ${round.buyer}. Ctrl-C ends it.`);
  for (;;) {
    try {
      await guardOnce(session, client, round);
    } catch (error) {
      if (session.signal.aborted || !isTransient(error)) throw error;
      session.printer.note(`Waiting: ${error instanceof Error ? error.message : String(error)}`);
    }
    await wait(POLL_MS, session.signal);
  }
}

interface Round {
  options: GuardOptions;
  buyer: Address;
  /** Receipts that were judged. */
  done: Set<string>;
  /** What was last said of a job that could not be looked at, so that it is said once. */
  said: Map<Hex, string>;
}

/** @returns how many results were found wrong or undelivered */
async function guardOnce(session: Session, client: HiveClient, round: Round): Promise<number> {
  const submitted = await listJobs(client, { buyer: round.buyer, states: ["submitted"], signal: session.signal });
  let bad = 0;
  for (const { jobId } of submitted) {
    if (await guardJob(session, client, { jobId, ...round }).catch((error) => undecided(session, jobId, round, error)))
      bad++;
  }
  return bad;
}

/** One node's oddity must not keep the guard from the other jobs. */
function undecided(session: Session, jobId: Hex, { said }: Round, error: unknown): false {
  if (session.signal.aborted || isTransient(error)) throw error;
  const sentence = error instanceof Error ? error.message : String(error);
  if (said.get(jobId) !== sentence)
    report(session, jobId, { kind: "undecided", facts: sentence.split("\n"), because: "machine" });
  said.set(jobId, sentence);
  return false;
}

/** @returns whether the result is wrong or undelivered */
async function guardJob(
  session: Session,
  client: HiveClient,
  { jobId, options, done }: Round & { jobId: Hex },
): Promise<boolean> {
  const { signal, printer } = session;
  const job = await readJob(client, jobId, { signal });
  const attempt = job.current;
  const key = `${attempt?.executionId} ${attempt?.submission?.receiptHash}`;
  if (job.state !== "submitted" || !attempt || done.has(key)) return false;
  const judgement = await judgeResult(client, job, attempt, {
    signal,
    rerun: isSampled(attempt.executionId, options.sample),
    execute: (manifest, blobs) => executeApart(manifest, blobs, { signal }),
  });
  if (judgement.kind === "not-delivered" && !options.once && mayStillArrive(job, attempt)) return false;
  report(session, jobId, judgement);
  const isBad = judgement.kind === "wrong" || judgement.kind === "not-delivered";
  if (isBad && options.dispute) {
    const complaint = judgement.kind;
    const { order, terms } = job;
    const { execution, executionId } = attempt;
    const step = { kind: "dispute", order, terms, execution, executionId, complaint } as const;
    await takeStep(client, step, await wayFor(session, client, options), sending(session, "Dispute"));
    printer.line({ jobId, disputed: complaint }, `Disputed ${jobId}: ${complaint}.`);
  }
  done.add(key);
  return isBad;
}

/** The choice follows from the execution's id, so that a restarted guard chooses the same; the node does not know the sample. */
function isSampled(executionId: Hex, sample: number): boolean {
  return Number.parseInt(executionId.slice(2, 10), 16) / 0xffff_ffff <= sample;
}

function mayStillArrive({ order, asOf }: JobView, { execution }: AttemptView): boolean {
  const { submittedAt } = execution;
  const isLastCall = asOf.timestamp > submittedAt + order.window - LAST_CALL_SECONDS;
  return !isLastCall && asOf.timestamp < submittedAt + DELIVERY_GRACE_SECONDS;
}

function isTransient(error: unknown): boolean {
  return isTransientRpcError(error) || isTransientGatewayError(error);
}

function report({ printer }: Session, jobId: Hex, judgement: Judgement): void {
  const facts = judgement.kind === "right" ? [] : judgement.facts;
  printer.line(
    { jobId, judgement: judgement.kind, facts },
    [`${jobId}: ${judgement.kind}`, ...facts.map((fact) => `  ${plain(fact)}`)].join("\n"),
  );
}
