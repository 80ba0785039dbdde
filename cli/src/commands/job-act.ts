import type { JobState } from "@computehive/protocol/job-state";
import type { Receipt } from "@computehive/protocol/receipt";
import type { BuyerStep } from "@computehive/sdk/carrier/buyer-step";
import { takeStep, type Way } from "@computehive/sdk/carrier/take-step";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { verdictUntil } from "@computehive/sdk/jobs/assert-undisputed";
import type { AttemptView, JobView, SubmissionView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import type { Hex } from "viem";
import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { describeJob } from "../job/describe-job.ts";
import { leftOrderOf } from "../job/left-order.ts";
import { describeState } from "../job/timeline.ts";
import { type CarriedOption, carriedOption, wayFor } from "../session/carried.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { idOption, money, when } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";

export function jobAcceptCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "accept <job>",
    describe: "Agree to the submitted receipt: the node is paid at once. Not while it is disputed",
    options: (yargs) => carriedOption(yargs).positional("job", jobId),
    run: (session, { job, carried }) =>
      act(session, { job, carried, what: "Acceptance" }, async (client, view, way) => {
        if (view.state === "disputed") throw inDispute(view);
        if (view.state !== "submitted") throw wrongState(view, "submitted");
        const submitted = submittedOf(view);
        const receipt =
          way.kind === "carried" ? await receiptOf(client, submitted.executionId, session.signal) : undefined;
        return { kind: "accept", ...view, ...submitted, receipt };
      }),
  });
}

export function jobDisputeCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "dispute <job>",
    describe:
      "Contest the submitted receipt; the order's resolver decides. Not to be taken back; costs the bond at most",
    options: (yargs) =>
      carriedOption(yargs)
        .positional("job", jobId)
        .option("complaint", {
          choices: ["wrong", "not-delivered"] as const,
          demandOption: true,
          describe: "wrong: the result is not the program's; not-delivered: it cannot be downloaded",
        }),
    run: (session, { job, carried, complaint }) =>
      act(session, { job, carried, what: "Dispute" }, async (_, view) => {
        if (view.state !== "submitted") throw wrongState(view, "submitted");
        const bond = money(view.order.bond, await session.token());
        session.printer.note(`A dispute cannot be taken back. It costs at most the bond, ${bond}.`);
        return { kind: "dispute", ...view, ...submittedOf(view), complaint };
      }),
  });
}

export function jobCancelCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "cancel <job>",
    describe: "Take back an open job, or an order that waits for a node; its money returns to your account",
    options: (yargs) => carriedOption(yargs).positional("job", jobId),
    run: (session, { job, carried }) => cancel(session, { job, carried, what: "Cancellation" }),
  });
}

async function cancel(session: Session, acting: Acting): Promise<void> {
  const jobId = idOption("job", acting.job);
  const client = await session.writer();
  const left = await leftOrderOf(client, jobId, session.signal);
  if (!left) {
    return act(session, acting, async (_, view) => {
      if (view.state !== "open") throw wrongState(view, "open");
      return { kind: "cancel", ...view };
    });
  }
  const { order, terms } = left;
  const { hash } = await take(session, client, { kind: "cancel", order, terms }, acting);
  session.printer.result({ jobId, state: "cancelled", transaction: hash }, "cancelled: No node can claim this order.");
}

/** The timed exits, which anybody may take. */
export function jobCloseCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "close <job>",
    describe: "Do what is due by time: expire, lapse, settle by silence, or split after a silent resolver",
    options: (yargs) => carriedOption(yargs).positional("job", jobId),
    run: (session, { job, carried }) =>
      act(session, { job, carried, what: "Closing" }, async (_, view) => closingOf(view)),
  });
}

function closingOf(view: JobView): BuyerStep {
  if (view.state === "open") return { kind: "lapse", ...view };
  if (view.state === "running") return { kind: "expire", ...view, execution: currentOf(view).execution };
  if (view.state === "submitted") return { kind: "settle-silent", ...view, ...submittedOf(view) };
  if (view.state === "disputed") return { kind: "resolve-by-timeout", ...view, ...submittedOf(view) };
  throw wrongState(view, "open, running, submitted or disputed");
}

interface Acting extends CarriedOption {
  readonly job: string;
  /** As the person reads it, such as "Dispute". */
  readonly what: string;
}

async function act(
  session: Session,
  acting: Acting,
  stepOf: (client: HiveClient, view: JobView, way: Way) => Promise<BuyerStep>,
): Promise<void> {
  const id = idOption("job", acting.job);
  const client = await session.writer();
  const { signal } = session;
  const way = await wayFor(session, client, acting);
  const step = await stepOf(client, await readJob(client, id, { signal }), way);
  const { hash } = await takeStep(client, step, way, sending(session, acting.what));
  const after = await readJob(client, id, { signal });
  session.printer.result(
    { jobId: id, state: after.state, transaction: hash, job: after },
    describeJob(after, await session.token()),
  );
}

async function take(
  session: Session,
  client: HiveClient,
  step: BuyerStep,
  { what, carried }: Acting,
): Promise<{ hash: Hex }> {
  return takeStep(client, step, await wayFor(session, client, { carried }), sending(session, what));
}

/** What the node signed, as it left it at the gateway; nothing where it left none. */
async function receiptOf(client: HiveClient, executionId: Hex, signal: AbortSignal): Promise<Receipt | undefined> {
  return (await gatewayOf(client).execution(executionId, { signal })).receipt?.receipt;
}

function currentOf(view: JobView): AttemptView {
  if (!view.current) throw wrongState(view, "claimed");
  return view.current;
}

function submittedOf(view: JobView): Pick<AttemptView, "execution" | "executionId"> & Pick<SubmissionView, "work"> {
  const { execution, executionId, submission } = currentOf(view);
  if (!submission) throw wrongState(view, "submitted");
  return { execution, executionId, work: submission.work };
}

/** What its buyer can do is wait: for the verdict, or for the end of the resolver's time. */
function inDispute(view: JobView): UsageError {
  const until = verdictUntil({ ...view, execution: currentOf(view).execution }) ?? 0;
  const split = `hive job close ${view.jobId} splits the amount as the order says`;
  return new UsageError("A dispute cannot be taken back: a verdict ends it, or the end of the resolver's time.", {
    field: "job",
    rule:
      view.asOf.timestamp > until
        ? `the resolver's time was over at ${when(until)}: ${split}`
        : `wait for the verdict; without one by ${when(until)}, ${split}`,
    given: describeState(view.state),
  });
}

function wrongState(view: { state: JobState }, needed: string): UsageError {
  return new UsageError("The job is not in a state in which this can be done.", {
    field: "job",
    rule: `the job is ${needed}`,
    given: describeState(view.state),
  });
}
