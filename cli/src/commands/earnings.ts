import { readEarnings } from "@computehive/sdk/earnings";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { addressOption, money } from "../session/text.ts";
import { table } from "../terminal/table.ts";

export function earningsCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "earnings [provider]",
    describe: "What a provider's nodes earned",
    options: (yargs) => yargs.positional("provider", { type: "string", describe: "by default you" }),
    async run(session, options) {
      const { signal, printer } = session;
      const provider =
        options.provider === undefined
          ? (await session.account()).address
          : addressOption("provider", options.provider);
      const view = await readEarnings(await session.reader(), { provider, signal });
      const token = await session.token();
      const rows = view.earnings.map(({ jobId, state, units, amount }) => [
        jobId,
        state,
        units.toString(),
        money(amount, token),
      ]);
      const sums = [
        `Earned ${money(view.total, token)} with ${view.settledCount} settled executions.`,
        `Expired: ${view.expiredCount}, penalties: ${money(view.penalties, token)}.`,
      ].join(" ");
      const body =
        rows.length === 0 ? "Nothing settled yet." : `${table(["job", "state", "units", "amount"], rows)}\n\n${sums}`;
      printer.result(view, body);
    },
  });
}
