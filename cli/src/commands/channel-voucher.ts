import { checkVoucher } from "@computehive/sdk/channels/check-voucher";
import { findChannel } from "@computehive/sdk/channels/find-channels";
import type { ChannelView } from "@computehive/sdk/channels/read-channel";
import { redeemVouchers } from "@computehive/sdk/channels/redeem-vouchers";
import { signVoucher } from "@computehive/sdk/channels/sign-voucher";
import { voucherToJson } from "@computehive/sdk/channels/voucher-file";
import { zeroHash } from "viem";

import { moneyIn } from "../channel/describe-channel.ts";
import { describeCheck, describeResult } from "../channel/describe-voucher.ts";
import { readVoucherFile, voucherText, writeVoucherFile } from "../channel/voucher-file.ts";
import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import type { Session } from "../session/session.ts";
import { amountOption, idOption, money, shortId } from "../session/text.ts";
import { table } from "../terminal/table.ts";
import { AnswerIsNo, UsageError } from "../usage-error.ts";
import { channelId, partyOption } from "./channel-options.ts";

interface VoucherOptions {
  readonly total?: string | undefined;
  readonly add?: string | undefined;
  readonly budget?: string | undefined;
}

export function channelVoucherCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "voucher <id> [total]",
    describe: "Sign a voucher: all that was ever owed on the channel comes to the total",
    options: (yargs) =>
      yargs
        .positional("id", channelId)
        .positional("total", { type: "string", describe: "in whole tokens, what was promised before included" })
        .option("add", { type: "string", describe: "instead of a total: so much more than was promised last" })
        .option("budget", {
          type: "string",
          describe: "the most that may be promised in all; by default what is redeemed and reserved",
        })
        .option("receipts-root", {
          type: "string",
          default: zeroHash,
          describe: "root of the receipts that the total pays for",
        })
        .option("out", { type: "string", describe: "file for the voucher; by default it is printed" }),
    async run(session, options) {
      const id = idOption("id", options.id);
      const receiptsRoot = idOption("receipts-root", options.receiptsRoot);
      const token = await session.token();
      const client = await session.writer();
      const view = await findChannel(client, id, { signal: session.signal });
      const { cumulative, budget } = await sumsOf(session, view, options);
      session.signal.throwIfAborted();
      const request = { channel: view.channel, cumulative, budget, receiptsRoot };
      const voucher = await signVoucher(client, request, { store: session.vouchers() });
      const { out } = options;
      const file = out === undefined ? undefined : writeVoucherFile(out, voucher, session.surroundings);
      session.printer.result(
        { channelId: id, cumulative, voucher: voucherToJson(voucher), ...(file !== undefined && { file }) },
        file === undefined ? voucherText(voucher) : `Promised ${money(cumulative, token)} in all. Written to ${file}`,
      );
    },
  });
}

async function sumsOf(session: Session, view: ChannelView, { total, add, budget }: VoucherOptions) {
  const { deployment } = await session.reader();
  const token = await session.token();
  if ((total === undefined) === (add === undefined))
    throw new UsageError("What should the voucher promise?", { field: "total", rule: "a total, or --add AMOUNT" });
  const { chainId, contracts } = deployment;
  const last = await session.vouchers().last({ chainId, escrow: contracts.escrow, channelId: view.channelId });
  const promised = last && last.cumulative > view.redeemed ? last.cumulative : view.redeemed;
  const cumulative =
    total === undefined ? promised + amountOption("add", add ?? "", token) : amountOption("total", total, token);
  if (budget !== undefined) return { cumulative, budget: amountOption("budget", budget, token) };
  const covered = view.redeemed + view.reserved;
  if (cumulative <= covered) return { cumulative, budget: covered };
  throw new UsageError("This promises more than is redeemed and reserved. Name what you agree to promise in all.", {
    field: "budget",
    rule: `--budget AMOUNT, for more than ${money(covered, token)}`,
    given: money(cumulative, token),
  });
}

const voucherFile = { type: "string", demandOption: true, describe: "the voucher's file" } as const;

export function channelCheckCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "check <file>",
    describe: "Say what a voucher is worth now; exit code 3 unless all that is due would be paid",
    options: (yargs) =>
      yargs
        .positional("file", voucherFile)
        .option("payee", { type: "string", describe: 'refuse what does not pay this address; "me" for yours' }),
    async run(session, options) {
      const voucher = readVoucherFile(options.file, session.surroundings);
      const payee = await partyOption(session, "payee", options.payee);
      const check = await checkVoucher(await session.reader(), voucher, { payee });
      session.printer.result(
        { ...check, voucher: voucherToJson(voucher) },
        describeCheck(voucher, check, await session.token()),
      );
      if (check.verdict !== "good") throw new AnswerIsNo();
    },
  });
}

export function channelRedeemCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "redeem <files..>",
    describe: "Turn vouchers into money in their payees' accounts; exit code 3 unless all of it was paid",
    options: (yargs) => yargs.positional("files", { ...voucherFile, array: true }),
    async run(session, { files }) {
      const vouchers = files.map((file) => readVoucherFile(file, session.surroundings));
      const token = await session.token();
      const redemptions = await redeemVouchers(await session.writer(), vouchers, sending(session, "Redemption"));
      const results = redemptions.map(({ voucher: _, ...result }, i) => ({ file: files[i], ...result }));
      const rows = redemptions.map((result, i) => [
        files[i] ?? "",
        shortId(result.channelId),
        describeResult(result, (amount) => moneyIn(result.voucher.channel.token, amount, token)),
      ]);
      session.printer.result(results, table(["voucher", "channel", "result"], rows));
      if (redemptions.some(({ kind }) => kind !== "paid")) throw new AnswerIsNo();
    },
  });
}
