import { panelSizeOf, type RoundBar, roundBarOf, roundDurationOf } from "@computehive/protocol/jury-case";
import { showAccount } from "@computehive/sdk/account/show-account";
import { addressOf, type HiveClient } from "@computehive/sdk/hive-client";
import { appealRequests, readAppealPrice } from "@computehive/sdk/jury/appeal";
import { type CaseView, readCase } from "@computehive/sdk/jury/read-case";
import { write } from "@computehive/sdk/write";
import type { Hex } from "viem";
import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { idOption, money, when } from "../session/text.ts";
import { facts } from "../terminal/table.ts";
import { UsageError } from "../usage-error.ts";
import { jobId } from "./job-look.ts";
import { openedCase, printCase } from "./juror-case.ts";

export function jobAppealCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "appeal <job>",
    describe: "Pay for a larger panel against the majority of the jury's last one, with free money of your account",
    options: (yargs) =>
      yargs
        .positional("job", jobId)
        .option("yes", { alias: "y", type: "boolean", default: false, describe: "do not ask" }),
    run: (session, { job, yes }) => appeal(session, idOption("job", job), yes),
  });
}

async function appeal(session: Session, id: Hex, yes: boolean): Promise<void> {
  const { printer, signal } = session;
  if (printer.json && !yes) throw new UsageError("With --json nobody can be asked.", { field: "yes", rule: "--yes" });
  const client = await session.writer();
  const view = await openedCase(client, id);
  if (view.state !== "appealable") throw notAppealable(view, client);
  const { round } = view;
  const [price, { free }, token] = await Promise.all([
    readAppealPrice(client, round),
    showAccount(client),
    session.token(),
  ]);
  if (free < price) {
    throw new UsageError("Your money does not cover the appeal.", {
      field: "job",
      rule: `${money(price, token)} of free money in your account: hive account deposit`,
      given: money(free, token),
    });
  }
  printer.note(
    facts([
      ["Finding so far", view.finding ?? "none"],
      ["An appeal costs", money(price, token)],
      ["It buys", `a new panel of ${panelSizeOf(round + 1)} jurors, whose majority replaces this one`],
      ["The price", "goes to the jurors who find as the verdict does; it never returns, even if you win"],
      ["Until", when(view.appealBy)],
    ]),
  );
  if (!yes && !(await session.surroundings.confirm("Appeal?"))) throw new DOMException("Cancelled.", "AbortError");
  const transactions: Hex[] = [];
  for (const request of await appealRequests(client, addressOf(client), { jobId: id, round })) {
    signal.throwIfAborted();
    const what = request.functionName === "appeal" ? "Appeal" : "Allowance for the jury";
    transactions.push((await write(client, request, sending(session, what))).hash);
  }
  await printCase(session, client, await readCase(client, id), { price, transactions });
}

const BARS = {
  "last-round": "the third round was the last one",
  "too-few-seats": "too few seats are left for a larger panel",
  "too-late": "another round would not end before the market's time-out",
} as const satisfies Record<RoundBar, string>;

function notAppealable(view: CaseView, { deployment }: HiveClient): UsageError {
  const times = deployment.parameters.jury;
  const bar = view.state === "ruled" && times ? roundBarOf(view, roundDurationOf(times)) : undefined;
  return new UsageError("No appeal is possible.", {
    field: "job",
    rule: bar ? BARS[bar] : "a case whose panel has a majority, until its time to appeal is over",
    given: `the case is ${view.state}`,
  });
}
