import { drip } from "@computehive/sdk/faucet";

import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import { addressOption, money } from "../session/text.ts";

export function faucetCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "faucet [address]",
    describe: "Get test dollars (local chains alone)",
    options: (yargs) => yargs.positional("address", { type: "string", describe: "who gets them; by default you" }),
    async run(session, { address }) {
      const client = await session.writer();
      const to = address === undefined ? (await session.account()).address : addressOption("address", address);
      const { amount, hash } = await drip(client, to, sending(session, "Drip"));
      session.printer.result({ to, amount, transaction: hash }, `${to} got ${money(amount, await session.token())}.`);
    },
  });
}
