import { isSettled, type JobState } from "@computehive/protocol/job-state";
import type { HiveClient } from "@computehive/sdk/hive-client";
import {
  cancelJob,
  disputeJob,
  expireJob,
  lapseJob,
  resolveByTimeout,
  settleCosigned,
  settleSilent,
} from "@computehive/sdk/jobs/job-actions";
import type { AttemptView, JobView, SubmissionView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import type { WriteOptions, Written } from "@computehive/sdk/write";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { describeJob } from "../job/describe-job.ts";
import { leftOrderOf } from "../job/left-order.ts";
import { describeState } from "../job/timeline.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { idOption } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";

export function jobAcceptCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "accept <job>",
    describe: "Agree to the submitted receipt: the node is paid at once, and gets the bond if you had disputed",
    options: (yargs) => yargs.positional("job", jobId),
    run: (session, { job }) =>
      act(session, job, "Acceptance", (client, view, options) => {
        if (isSettled(view.state)) throw wrongState(view, "submitted");
        return settleCosigned(client, { ...view, ...submittedOf(view) }, options);
      }),
  });
}

export function jobDisputeCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "dispute <job>",
    describe: "Contest the submitted receipt; the order's resolver decides",
    options: (yargs) =>
      yargs.positional("job", jobId).option("complaint", {
        choices: ["wrong", "not-delivered"] as const,
        demandOption: true,
        describe: "wrong: the result is not the program's; not-delivered: it cannot be downloaded",
      }),
    run: (session, { job, complaint }) =>
      act(session, job, "Dispute", (client, view, options) => {
        if (view.state !== "submitted") throw wrongState(view, "submitted");
        return disputeJob(client, { ...view, execution: submittedOf(view).execution, complaint }, options);
      }),
  });
}

export function jobCancelCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "cancel <job>",
    describe: "Take back an open job, or an order that waits for a node; its money returns to your account",
    options: (yargs) => yargs.positional("job", jobId),
    run: (session, { job }) => cancel(session, job),
  });
}

async function cancel(session: Session, job: string): Promise<void> {
  const jobId = idOption("job", job);
  const client = await session.writer();
  const left = await leftOrderOf(client, jobId, session.signal);
  if (!left) {
    return act(session, job, "Cancellation", (_, view, options) => {
      if (view.state !== "open") throw wrongState(view, "open");
      return cancelJob(client, view, options);
    });
  }
  const { hash } = await cancelJob(client, left, sending(session, "Cancellation"));
  session.printer.result({ jobId, state: "cancelled", transaction: hash }, "cancelled: No node can claim this order.");
}

/** The timed exits, which anybody may take. */
export function jobCloseCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "close <job>",
    describe: "Do what is due by time: expire, lapse, settle by silence, or split after a silent resolver",
    options: (yargs) => yargs.positional("job", jobId),
    run: (session, { job }) => act(session, job, "Closing", closeByTime),
  });
}

function closeByTime(client: HiveClient, view: JobView, options: WriteOptions): Promise<Written> {
  if (view.state === "open") return lapseJob(client, view, options);
  if (view.state === "running") return expireJob(client, { ...view, execution: currentOf(view).execution }, options);
  if (view.state === "submitted") return settleSilent(client, { ...view, ...submittedOf(view) }, options);
  if (view.state === "disputed") return resolveByTimeout(client, { ...view, ...submittedOf(view) }, options);
  throw wrongState(view, "open, running, submitted or disputed");
}

async function act(
  session: Session,
  job: string,
  what: string,
  send: (client: HiveClient, view: JobView, options: WriteOptions) => Promise<Written>,
): Promise<void> {
  const id = idOption("job", job);
  const client = await session.writer();
  const { signal } = session;
  const { hash } = await send(client, await readJob(client, id, { signal }), sending(session, what));
  const after = await readJob(client, id, { signal });
  session.printer.result(
    { jobId: id, state: after.state, transaction: hash, job: after },
    describeJob(after, await session.token()),
  );
}

function currentOf(view: JobView): AttemptView {
  if (!view.current) throw wrongState(view, "claimed");
  return view.current;
}

function submittedOf(view: JobView): { execution: AttemptView["execution"]; work: SubmissionView["work"] } {
  const { execution, submission } = currentOf(view);
  if (!submission) throw wrongState(view, "submitted");
  return { execution, work: submission.work };
}

function wrongState(view: { state: JobState }, needed: string): UsageError {
  return new UsageError("The job is not in a state in which this can be done.", {
    field: "job",
    rule: `the job is ${needed}`,
    given: describeState(view.state),
  });
}
