import { deposit } from "@computehive/sdk/account/deposit";
import { type AccountView, showAccount } from "@computehive/sdk/account/show-account";
import { takeStep } from "@computehive/sdk/carrier/take-step";
import { addressOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { TokenFacts } from "@computehive/sdk/token";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { carriedOption, wayFor } from "../session/carried.ts";
import { sending } from "../session/sending.ts";
import { addressOption, amountOption, coin, money, when } from "../session/text.ts";
import { facts } from "../terminal/table.ts";

export function accountCommand(perform: Perform): HiveCommand {
  const depositCommand = defineCommand(perform, {
    command: "deposit <amount>",
    describe: "Move tokens from your wallet into your account in the escrow",
    options: (yargs) =>
      yargs.positional("amount", { type: "string", demandOption: true, describe: "in whole tokens, such as 12.5" }),
    async run(session, { amount }) {
      const token = await session.token();
      const value = amountOption("amount", amount, token);
      const written = await deposit(await session.writer(), value, sending(session, "Deposit"));
      session.printer.result({ deposited: value, transaction: written.hash }, `Deposited ${money(value, token)}.`);
    },
  });
  const withdrawCommand = defineCommand(perform, {
    command: "withdraw <amount>",
    describe: "Take free money home to your wallet",
    options: (yargs) =>
      carriedOption(yargs)
        .positional("amount", { type: "string", demandOption: true, describe: 'in whole tokens, or "all"' })
        .option("to", { type: "string", describe: "address that gets it; by default your own" }),
    async run(session, { amount, to, carried }) {
      const token = await session.token();
      const client = await session.writer();
      const way = await wayFor(session, client, { carried });
      const fee = way.kind === "carried" ? way.withdrawalFee : 0n;
      const value = amount === "all" ? await allBut(client, fee) : amountOption("amount", amount, token);
      const target = to === undefined ? addressOf(client) : addressOption("to", to);
      const step = { kind: "withdraw", amount: value, to: target } as const;
      const { hash } = await takeStep(client, step, way, sending(session, "Withdrawal"));
      session.printer.result({ withdrawn: value, transaction: hash }, `Withdrew ${money(value, token)}.`);
    },
  });
  const showCommand = defineCommand(perform, {
    command: "show [address]",
    describe: "Show an account: free money, wallet, gas money, what market and staking may draw",
    options: (yargs) => yargs.positional("address", { type: "string" }),
    async run(session, { address }) {
      const owner = address === undefined ? (await session.account()).address : addressOption("address", address);
      const view = await showAccount(await session.reader(), owner);
      session.printer.result(view, describeAccount(view, await session.token()));
    },
  });
  return defineGroup("account", "Your money in the escrow", [depositCommand, withdrawCommand, showCommand]);
}

/** Everything free, without what carrying it costs. */
async function allBut(client: HiveClient, fee: bigint): Promise<bigint> {
  const { free } = await showAccount(client);
  return free > fee ? free - fee : free;
}

function describeAccount(view: AccountView, token: TokenFacts): string {
  const allowance = ({ cap, expiry }: AccountView["operators"]["market"]): string =>
    cap === 0n ? "nothing" : `${money(cap, token)} until ${when(expiry)}`;
  return facts([
    ["Owner", view.owner],
    ["Free in the escrow", money(view.free, token)],
    ["In the wallet", money(view.wallet, token)],
    ["Gas money", coin(view.coin)],
    ["Market may draw", allowance(view.operators.market)],
    ["Staking may draw", allowance(view.operators.staking)],
    ["Epoch", String(view.epoch)],
  ]);
}
