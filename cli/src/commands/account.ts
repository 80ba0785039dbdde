import { formatAmount } from "@computehive/protocol/price";
import { deposit } from "@computehive/sdk/account/deposit";
import { approvePermit2, revokePermit2 } from "@computehive/sdk/account/permit2";
import { type AccountView, showAccount } from "@computehive/sdk/account/show-account";
import { takeStep } from "@computehive/sdk/carrier/take-step";
import { addressOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { TokenFacts } from "@computehive/sdk/token";
import { readPermit2Allowance } from "@computehive/sdk/token-capabilities";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { carriedOption, wayFor } from "../session/carried.ts";
import { sending } from "../session/sending.ts";
import { addressOption, amountOption, coin, money, when } from "../session/text.ts";
import { facts } from "../terminal/table.ts";
import { UsageError } from "../usage-error.ts";

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
        .option("to", { type: "string", describe: "address that gets it; by default your own" })
        .option("max-fee", {
          type: "string",
          default: "0",
          describe: "what you give a gateway that carries it at most, in whole tokens, beside the amount",
        }),
    async run(session, { amount, to, carried, maxFee: givenFee }) {
      const token = await session.token();
      const maxFee = amountOption("max-fee", givenFee, token);
      const client = await session.writer();
      const way = await wayFor(session, client, { carried });
      const fee = way.kind === "carried" ? way.withdrawalFee : 0n;
      if (fee > maxFee) throw feeAbove(fee, { given: givenFee, token });
      const value = amount === "all" ? await allBut(client, fee) : amountOption("amount", amount, token);
      const target = to === undefined ? addressOf(client) : addressOption("to", to);
      const step = { kind: "withdraw", amount: value, to: target, maxFee } as const;
      const { hash } = await takeStep(client, step, way, sending(session, "Withdrawal"));
      session.printer.result({ withdrawn: value, transaction: hash }, `Withdrew ${money(value, token)}.`);
    },
  });
  const approveCommand = defineCommand(perform, {
    command: "approve-permit2 <amount>",
    describe: "Let Permit2 take up to so much of your wallet, each time by your signature",
    options: (yargs) =>
      yargs.positional("amount", { type: "string", demandOption: true, describe: "in whole tokens, such as 12.5" }),
    async run(session, { amount }) {
      const token = await session.token();
      const value = amountOption("amount", amount, token);
      const { hash } = await approvePermit2(await session.writer(), value, sending(session, "Approval of Permit2"));
      const words = `Permit2 may take ${money(value, token)} of your wallet, each time by your signature.`;
      session.printer.result(
        { permit2: value, transaction: hash },
        `${words}\nTake it back: hive account revoke-permit2`,
      );
    },
  });
  const revokeCommand = defineCommand(perform, {
    command: "revoke-permit2",
    describe: "Take that approval back, also from signed orders that still wait",
    async run(session) {
      const { hash } = await revokePermit2(await session.writer(), sending(session, "Revocation"));
      session.printer.result({ permit2: 0n, transaction: hash }, "Permit2 may take nothing of your wallet any more.");
    },
  });
  const showCommand = defineCommand(perform, {
    command: "show [address]",
    describe: "Show an account: free money, wallet, gas money, what market and staking may draw",
    options: (yargs) => yargs.positional("address", { type: "string" }),
    async run(session, { address }) {
      const owner = address === undefined ? (await session.account()).address : addressOption("address", address);
      const client = await session.reader();
      const { publicClient, deployment } = client;
      const { token } = deployment.contracts;
      const [account, permit2] = await Promise.all([
        showAccount(client, owner),
        readPermit2Allowance(publicClient, { token, owner }),
      ]);
      const view = { ...account, permit2 };
      session.printer.result(view, describeAccount(view, await session.token()));
    },
  });
  return defineGroup("account", "Your money in the escrow", [
    ...[depositCommand, withdrawCommand, showCommand],
    ...[approveCommand, revokeCommand],
  ]);
}

/** The gateway says what it takes, and could say any sum. */
function feeAbove(fee: bigint, { given, token }: { given: string; token: TokenFacts }): UsageError {
  return new UsageError("The gateway takes more for carrying this withdrawal than you allow.", {
    field: "max-fee",
    rule: `at least ${formatAmount(fee, token.decimals)}, or another gateway, or your own transaction (--no-carried)`,
    given,
  });
}

/** Everything free, without what carrying it costs. */
async function allBut(client: HiveClient, fee: bigint): Promise<bigint> {
  const { free } = await showAccount(client);
  return free > fee ? free - fee : free;
}

interface ShownAccount extends AccountView {
  /** What Permit2 may take out of the wallet. */
  readonly permit2: bigint;
}

function describeAccount(view: ShownAccount, token: TokenFacts): string {
  const allowance = ({ cap, expiry }: AccountView["operators"]["market"]): string =>
    cap === 0n ? "nothing" : `${money(cap, token)} until ${when(expiry)}`;
  return facts([
    ["Owner", view.owner],
    ["Free in the escrow", money(view.free, token)],
    ["In the wallet", money(view.wallet, token)],
    ["Gas money", coin(view.coin)],
    ["Market may draw", allowance(view.operators.market)],
    ["Staking may draw", allowance(view.operators.staking)],
    ...(view.permit2 > 0n ? [["Permit2 may take", permit2Limit(view.permit2, token)] as [string, string]] : []),
    ["Epoch", String(view.epoch)],
  ]);
}

/** No token has so much: whoever approved it meant everything. */
const WITHOUT_LIMIT = 2n ** 128n;

function permit2Limit(approved: bigint, token: TokenFacts): string {
  const limit = approved < WITHOUT_LIMIT ? money(approved, token) : `${token.symbol} without limit`;
  return `${limit} of the wallet, each time by a signature`;
}
