import { FINDINGS } from "@computehive/protocol/dispute";
import { ruleDispute } from "@computehive/sdk/arbiter/rule-dispute";
import { listJobs } from "@computehive/sdk/jobs/list-jobs";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { isAddressEqual } from "viem";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { describeJob } from "../job/describe-job.ts";
import { sending } from "../session/sending.ts";
import { idOption, when } from "../session/text.ts";
import { table } from "../terminal/table.ts";
import { UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";

export function arbiterCommand(perform: Perform): HiveCommand {
  const cases = defineCommand(perform, {
    command: "cases",
    describe: "List the disputes that wait for the arbiter",
    async run(session) {
      const { signal, printer } = session;
      const client = await session.reader();
      const { arbiter } = client.deployment.contracts;
      const disputed = await listJobs(client, { states: ["disputed"], signal });
      const mine = disputed.filter(({ terms }) => isAddressEqual(terms.resolver, arbiter));
      const views = await Promise.all(mine.map(({ jobId: id }) => readJob(client, id, { signal })));
      const rows = views.map(({ jobId: id, current, terms }) => [
        id,
        current?.dispute?.complaint ?? "",
        when((current?.execution.disputedAt ?? 0) + terms.verdictTime),
      ]);
      printer.result(
        views,
        rows.length === 0 ? "No open disputes." : table(["job", "complaint", "decide until"], rows),
      );
    },
  });
  const rule = defineCommand(perform, {
    command: "rule <job>",
    describe: "Decide a dispute (the arbiter alone); look first: hive receipt verify <job>",
    options: (yargs) =>
      yargs
        .positional("job", jobId)
        .option("finding", {
          choices: FINDINGS,
          demandOption: true,
          describe: "upheld: the receipt is right and was delivered",
        })
        .option("reason", { type: "string", default: "", describe: "a public sentence for both sides" }),
    async run(session, { job, finding, reason }) {
      const client = await session.writer();
      const view = await readJob(client, idOption("job", job), { signal: session.signal });
      const submission = view.current?.submission;
      if (view.state !== "disputed" || !view.current || !submission) {
        throw new UsageError("The job is not disputed.", { field: "job", given: view.state });
      }
      const ruling = {
        order: view.order,
        terms: view.terms,
        execution: view.current.execution,
        work: submission.work,
        finding,
        reason,
      };
      const { hash } = await ruleDispute(client, ruling, sending(session, "Ruling"));
      const after = await readJob(client, view.jobId, { signal: session.signal });
      session.printer.result(
        { jobId: view.jobId, state: after.state, transaction: hash },
        describeJob(after, await session.token()),
      );
    },
  });
  return defineGroup("arbiter", "Decide disputes", [cases, rule]);
}
