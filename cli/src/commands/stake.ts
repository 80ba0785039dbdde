import { ensureOperator } from "@computehive/sdk/account/operators";
import { addStake, cancelThaw, showStake, thawStake, withdrawStake } from "@computehive/sdk/staking/stake";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { addressOption, amountOption, money, when } from "../session/text.ts";
import { facts } from "../terminal/table.ts";

/** How long staking may draw what one `stake add` allows, seconds. */
const ALLOWANCE_SECONDS = 3_600;

export function stakeCommand(perform: Perform): HiveCommand {
  const amount = { type: "string", demandOption: true, describe: "in whole tokens, such as 12.5" } as const;
  const add = defineCommand(perform, {
    command: "add <amount>",
    describe: "Put free money of your account into your stake",
    options: (yargs) => yargs.positional("amount", amount),
    async run(session, options) {
      const token = await session.token();
      const value = amountOption("amount", options.amount, token);
      const client = await session.writer();
      const allowance = { operator: "staking", amount: value, seconds: ALLOWANCE_SECONDS } as const;
      await ensureOperator(client, allowance, sending(session, "Allowance for staking"));
      const { hash } = await addStake(client, value, sending(session, "Stake"));
      session.printer.result({ added: value, transaction: hash }, `Staked ${money(value, token)}.`);
    },
  });
  const thaw = defineCommand(perform, {
    command: "thaw <amount>",
    describe: "Start to take free stake out; it can be withdrawn when its time is over",
    options: (yargs) => yargs.positional("amount", amount),
    async run(session, options) {
      const value = amountOption("amount", options.amount, await session.token());
      const client = await session.writer();
      await thawStake(client, value, sending(session, "Thaw"));
      await printStake(session, (await session.account()).address);
    },
  });
  const cancel = defineCommand(perform, {
    command: "cancel-thaw",
    describe: "Put everything that thaws back into the stake",
    async run(session) {
      await cancelThaw(await session.writer(), sending(session, "Cancelled thaw"));
      await printStake(session, (await session.account()).address);
    },
  });
  const withdraw = defineCommand(perform, {
    command: "withdraw",
    describe: "Move thawed stake into your account in the escrow",
    async run(session) {
      await withdrawStake(await session.writer(), sending(session, "Withdrawal of stake"));
      await printStake(session, (await session.account()).address);
    },
  });
  const show = defineCommand(perform, {
    command: "show [provider]",
    describe: "Show a provider's stake: active, exposed, free, thawing",
    options: (yargs) => yargs.positional("provider", { type: "string" }),
    async run(session, { provider }) {
      await printStake(
        session,
        provider === undefined ? (await session.account()).address : addressOption("provider", provider),
      );
    },
  });
  return defineGroup("stake", "A provider's collateral", [add, thaw, cancel, withdraw, show]);
}

async function printStake(session: Session, provider: `0x${string}`): Promise<void> {
  const token = await session.token();
  const view = await showStake(await session.reader(), provider);
  const thawing =
    view.thawing === 0n ? "nothing" : `${money(view.thawing, token)}, withdrawable from ${when(view.thawedAt)}`;
  session.printer.result(
    view,
    facts([
      ["Provider", view.provider],
      ["Active", money(view.active, token)],
      ["Exposed to open work", money(view.exposure, token)],
      ["Free", money(view.free, token)],
      ["Thawing", thawing],
    ]),
  );
}
