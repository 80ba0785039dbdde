import { findChannel, listChannels } from "@computehive/sdk/channels/find-channels";
import { topUpChannel } from "@computehive/sdk/channels/keep-channel";
import { newChannel, openChannel } from "@computehive/sdk/channels/open-channel";
import type { ChannelView } from "@computehive/sdk/channels/read-channel";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Address } from "viem";

import { describeChannel, listOfChannels } from "../channel/describe-channel.ts";
import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import { addressOption, amountOption, durationOption, idOption } from "../session/text.ts";
import { channelCloseCommand } from "./channel-close.ts";
import { channelId, partyOption } from "./channel-options.ts";
import { channelCheckCommand, channelRedeemCommand, channelVoucherCommand } from "./channel-voucher.ts";

export function channelCommand(perform: Perform): HiveCommand {
  return defineGroup("channel", "Promise lines to one payee, paid unit by unit with vouchers", [
    openCommand(perform),
    listCommand(perform),
    showCommand(perform),
    topUpCommand(perform),
    channelVoucherCommand(perform),
    channelCheckCommand(perform),
    channelRedeemCommand(perform),
    channelCloseCommand(perform),
  ]);
}

function openCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "open <payee>",
    describe: "Open a channel from your account in the escrow",
    options: (yargs) =>
      yargs
        .positional("payee", { type: "string", demandOption: true, describe: "address that vouchers pay" })
        .option("reserve", {
          type: "string",
          default: "0",
          describe: "moved out of your free money and promised to this payee alone, in whole tokens",
        })
        .option("signer", { type: "string", describe: "address of the key that signs vouchers; by default yours" })
        .option("close-delay", {
          type: "string",
          describe: "the payee's time to redeem once you close, 1s to 30d; by default 24h, on a local chain 60s",
        }),
    async run(session, options) {
      const token = await session.token();
      const reserve = amountOption("reserve", options.reserve, token);
      const closeDelay = options.closeDelay && durationOption("close-delay", options.closeDelay);
      const payee = addressOption("payee", options.payee);
      const signer = options.signer === undefined ? undefined : addressOption("signer", options.signer);
      const client = await session.writer();
      const channel = newChannel(client, { payee, signer, closeDelay: closeDelay || undefined });
      const { channelId: id, hash } = await openChannel(client, { channel, reserve }, sending(session, "Opening"));
      const view = await findChannel(client, id, { signal: session.signal });
      session.printer.result({ ...view, transaction: hash }, describeChannel(view, token));
    },
  });
}

function listCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "list",
    describe: "List channels, oldest first; by default those that you pay on or are paid by",
    options: (yargs) =>
      yargs
        .option("payer", { type: "string", describe: 'only of this payer; "me" for yours' })
        .option("payee", { type: "string", describe: 'only to this payee; "me" for yours' }),
    async run(session, options) {
      const payer = await partyOption(session, "payer", options.payer);
      const payee = await partyOption(session, "payee", options.payee);
      const client = await session.reader();
      const { signal } = session;
      const views =
        payer || payee
          ? await listChannels(client, { payer, payee }, { signal })
          : await channelsOf(client, (await session.account()).address, signal);
      session.printer.result(views, listOfChannels(views, await session.token()));
    },
  });
}

/** Of both sides, each channel once. */
async function channelsOf(client: HiveClient, account: Address, signal: AbortSignal): Promise<ChannelView[]> {
  const paying = await listChannels(client, { payer: account }, { signal });
  const paid = await listChannels(client, { payee: account }, { signal });
  return [...paying, ...paid.filter(({ channelId: id }) => !paying.some((view) => view.channelId === id))];
}

function showCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "show <id>",
    describe: "Show a channel: its terms, its state, and what it could still pay",
    options: (yargs) => yargs.positional("id", channelId),
    async run(session, { id }) {
      const view = await findChannel(await session.reader(), idOption("id", id), { signal: session.signal });
      session.printer.result(view, describeChannel(view, await session.token()));
    },
  });
}

function topUpCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "top-up <id> <amount>",
    describe: "Move more of your free money into a channel's reservation",
    options: (yargs) =>
      yargs
        .positional("id", channelId)
        .positional("amount", { type: "string", demandOption: true, describe: "in whole tokens, such as 12.5" }),
    async run(session, options) {
      const id = idOption("id", options.id);
      const token = await session.token();
      const amount = amountOption("amount", options.amount, token);
      const client = await session.writer();
      const { channel } = await findChannel(client, id, { signal: session.signal });
      const { hash } = await topUpChannel(client, { channel, amount }, sending(session, "Top-up"));
      const view = await findChannel(client, id, { signal: session.signal });
      session.printer.result({ ...view, transaction: hash }, describeChannel(view, token));
    },
  });
}
