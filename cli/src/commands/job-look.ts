import { JOB_STATES, type JobState } from "@computehive/protocol/job-state";
import { readShortName } from "@computehive/protocol/short-name";
import { listJobs } from "@computehive/sdk/jobs/list-jobs";
import { readJob } from "@computehive/sdk/jobs/read-job";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { describeJob } from "../job/describe-job.ts";
import { watchJob } from "../job/watch-job.ts";
import { addressOption, countOption, idOption, money } from "../session/text.ts";
import { table } from "../terminal/table.ts";

export const jobId = { type: "string", demandOption: true, describe: "the job's id" } as const;

export function jobWatchCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "watch <job>",
    describe: "Follow a job: states, phases, live output",
    options: (yargs) =>
      yargs.positional("job", jobId).option("until", {
        choices: ["submitted", "settled"] as const,
        default: "submitted" as const,
        describe: "submitted: until the receipt is on the chain; settled: until it is paid or refunded",
      }),
    async run(session, { job, until }) {
      const client = await session.reader();
      const view = await watchJob(session, client, idOption("job", job), { until });
      session.printer.result(view, describeJob(view, await session.token()));
    },
  });
}

export function jobShowCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "show <job>",
    describe: "Show a job as the chain knows it",
    options: (yargs) => yargs.positional("job", jobId),
    async run(session, { job }) {
      const view = await readJob(await session.reader(), idOption("job", job), { signal: session.signal });
      session.printer.result(view, describeJob(view, await session.token()));
    },
  });
}

export function jobListCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "list",
    describe: "List jobs of the on-chain order book, the newest first",
    options: (yargs) =>
      yargs
        .option("buyer", { type: "string", describe: 'only of this buyer; "me" for yours' })
        .option("class", { type: "string", describe: "only this resource class" })
        .option("state", {
          choices: JOB_STATES.filter((state) => state !== "none"),
          array: true,
          describe: "only in this state; repeatable",
        })
        .option("limit", { type: "number", default: 50, describe: "at most so many" })
        .option("offset", { type: "number", default: 0, describe: "leave out the first ones" }),
    async run(session, options) {
      const [limit, offset] = [countOption("limit", options.limit), countOption("offset", options.offset)];
      const buyer =
        options.buyer === "me"
          ? (await session.account()).address
          : options.buyer && addressOption("buyer", options.buyer);
      const jobs = await listJobs(await session.reader(), {
        buyer: buyer || undefined,
        resourceClass: options.class,
        states: options.state as JobState[] | undefined,
        signal: session.signal,
      });
      const shown = jobs.reverse().slice(offset, offset + limit);
      const token = await session.token();
      const rows = shown.map(({ jobId: id, state, order, terms }) => [
        id,
        state,
        readShortName(terms.resourceClass),
        money(order.maxPay, token),
      ]);
      const more = jobs.length > offset + shown.length ? `\n${jobs.length} in all; see --limit and --offset.` : "";
      const text = rows.length === 0 ? "No jobs." : table(["job", "state", "class", "costs at most"], rows) + more;
      session.printer.result({ jobs: shown, total: jobs.length }, text);
    },
  });
}
