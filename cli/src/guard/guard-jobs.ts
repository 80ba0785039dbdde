import { isTransientGatewayError } from "@computehive/sdk/gateway/gateway-errors";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { disputeJob } from "@computehive/sdk/jobs/job-actions";
import type { AttemptView, JobView } from "@computehive/sdk/jobs/job-view";
import { listJobs } from "@computehive/sdk/jobs/list-jobs";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { wait } from "@computehive/sdk/retry";
import { isTransientRpcError } from "@computehive/sdk/rpc-errors";
import type { Hex } from "viem";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { plain } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";
import { type Judgement, judgeResult } from "./judge-result.ts";

export interface GuardOptions {
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
  if (!(options.sample >= 0 && options.sample <= 1)) {
    throw new UsageError("The sample is not a part of one.", { field: "sample", rule: "0 to 1", given: String(options.sample) });
  }
  const client = await session.writer();
  const { address } = await session.account();
  const done = new Set<Hex>();
  session.printer.note(`Guarding the jobs of ${address}. Ctrl-C ends it.`);
  for (;;) {
    try {
      await guardOnce(session, client, { options, done, buyer: address });
    } catch (error) {
      if (session.signal.aborted) throw error;
      if (options.once || !(isTransientRpcError(error) || isTransientGatewayError(error))) throw error;
      session.printer.note(`Waiting: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (options.once) return;
    await wait(POLL_MS, session.signal);
  }
}

interface Round {
  options: GuardOptions;
  done: Set<Hex>;
  buyer: `0x${string}`;
}

async function guardOnce(session: Session, client: HiveClient, { options, done, buyer }: Round): Promise<void> {
  const submitted = await listJobs(client, { buyer, states: ["submitted"], signal: session.signal });
  for (const { jobId } of submitted) {
    const job = await readJob(client, jobId, { signal: session.signal });
    const attempt = job.current;
    if (job.state !== "submitted" || !attempt || done.has(attempt.executionId)) continue;
    const judgement = await judgeResult(client, job, attempt, { signal: session.signal, rerun: isSampled(attempt.executionId, options.sample) });
    if (judgement.kind === "not-delivered" && !options.once && mayStillArrive(job, attempt)) continue;
    report(session, job, judgement);
    if (options.dispute && (judgement.kind === "wrong" || judgement.kind === "not-delivered")) {
      const complaint = judgement.kind;
      await disputeJob(client, { order: job.order, terms: job.terms, execution: attempt.execution, complaint }, sending(session, "Dispute"));
      session.printer.line({ jobId, disputed: complaint }, `Disputed ${jobId}: ${complaint}.`);
    }
    done.add(attempt.executionId);
  }
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

function report({ printer }: Session, { jobId }: JobView, judgement: Judgement): void {
  const facts = judgement.kind === "right" ? [] : judgement.facts;
  printer.line({ jobId, judgement: judgement.kind, facts }, [`${jobId}: ${judgement.kind}`, ...facts.map((fact) => `  ${plain(fact)}`)].join("\n"));
}
