import { caseStepOf } from "@computehive/protocol/jury-case";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { caseStepRequests } from "@computehive/sdk/jury/case-steps";
import { isDisputed } from "@computehive/sdk/jury/is-disputed";
import { type CaseView, readCase } from "@computehive/sdk/jury/read-case";
import { showJury } from "@computehive/sdk/jury/seats";
import { write } from "@computehive/sdk/write";
import type { Hex } from "viem";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { describeCase, lookAtCase } from "../job/describe-case.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { idOption } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";

export function caseCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "case <job>",
    describe: "Show a dispute before the jury: its state, its deadlines, what its jurors found, and what is next",
    options: (yargs) => yargs.positional("job", jobId),
    async run(session, { job }) {
      const client = await session.reader();
      await printCase(session, client, await openedCase(client, idOption("job", job)));
    },
  });
}

/** Jurors' agents do all of it by themselves; this is for whoever waits for them in vain. */
export function advanceCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "advance <job>",
    describe: "Take the step that a case waits for and anybody may: open, draw, next round, decide, lapse, release",
    options: (yargs) => yargs.positional("job", jobId),
    async run(session, { job }) {
      const id = idOption("job", job);
      const client = await session.writer();
      const [view, waits] = await Promise.all([readCase(client, id), isDisputed(client, id)]);
      const step = caseStepOf(view.state, { isDisputed: waits });
      if (!step) throw nothingDue(view);
      const transactions: Hex[] = [];
      for (const request of await caseStepRequests(client, id, step, { signal: session.signal })) {
        session.signal.throwIfAborted();
        transactions.push((await write(client, request, sending(session, `Call of ${request.functionName}`))).hash);
      }
      if (transactions.length === 0) throw nothingDue(view);
      await printCase(session, client, await readCase(client, id), { step, transactions });
    },
  });
}

function nothingDue({ jobId: given, state }: CaseView): UsageError {
  return new UsageError("Nothing is due that anybody may do.", {
    field: "job",
    rule: state === "none" ? "a disputed job whose order names the jury" : `its case is ${state}: hive juror case`,
    given,
  });
}

/** @throws UsageError where nobody opened one. */
export async function openedCase(client: HiveClient, id: Hex): Promise<CaseView> {
  const view = await readCase(client, id);
  if (view.state !== "none") return view;
  throw new UsageError("The jury has no case of this job.", {
    field: "job",
    rule: "a disputed job whose order names the jury; hive juror advance opens its case",
    given: id,
  });
}

/** @param done what led here */
export async function printCase(
  { printer, token }: Session,
  client: HiveClient,
  view: CaseView,
  done: object = {},
): Promise<void> {
  const [look, { fee }, words] = await Promise.all([lookAtCase(client, view), showJury(client), token()]);
  const { panels, step: next } = look;
  printer.result({ ...view, ...done, panels, next }, describeCase(look, fee, words));
}
