import { escrowAbi } from "@computehive/protocol/contracts";
import { findChannel } from "@computehive/sdk/channels/find-channels";
import { closeChannel, startClose } from "@computehive/sdk/channels/keep-channel";
import { type ChannelView, isPaying } from "@computehive/sdk/channels/read-channel";
import { addressOf, type HiveClient } from "@computehive/sdk/hive-client";
import { isAddressEqual } from "viem";

import { describeChannel } from "../channel/describe-channel.ts";
import { defineCommand, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import { idOption, when } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";
import { channelId } from "./channel-options.ts";

type CloseStep = "close" | "start-close";

export function channelCloseCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "close <id>",
    describe:
      "Take the step towards a channel's end that is yours now; vouchers that are not redeemed by then are lost",
    options: (yargs) => yargs.positional("id", channelId),
    async run(session, options) {
      const id = idOption("id", options.id);
      const { signal, printer } = session;
      const client = await session.writer();
      const { channel, ...before } = await findChannel(client, id, { signal });
      const step = await stepOf(client, { channel, ...before });
      const { hash } =
        step === "close"
          ? await closeChannel(client, channel, sending(session, "Close"))
          : await startClose(client, channel, sending(session, "Start of the close"));
      const view = await findChannel(client, id, { signal });
      const next = view.state === "closing" ? `\n\nGive this command again from ${when(view.closeAt)} on.` : "";
      printer.result({ ...view, step, transaction: hash }, describeChannel(view, await session.token()) + next);
    },
  });
}

/** @throws UsageError where nothing is this account's to do now. */
async function stepOf(client: HiveClient, view: ChannelView): Promise<CloseStep> {
  const account = addressOf(client);
  const { channel, channelId: id, closeAt, state } = view;
  if (!isPaying(view)) throw notNow({ rule: "a channel that is open or closing", given: `${id} is closed` });
  if (isAddressEqual(account, channel.payee)) return "close";
  if (state === "closing") {
    const { timestamp } = await client.publicClient.getBlock();
    if (Number(timestamp) >= closeAt) return "close";
    throw notNow({ rule: `from ${when(closeAt)} on anybody, before that its payee ${channel.payee}`, given: account });
  }
  if (isAddressEqual(account, channel.payer) || isAddressEqual(account, await sessionOwnerOf(client, view)))
    return "start-close";
  throw notNow({
    rule: `its payer ${channel.payer} starts the close, its payee ${channel.payee} closes`,
    given: account,
  });
}

/** The owner may end what a lost session key opened. */
function sessionOwnerOf({ publicClient, deployment }: HiveClient, { channel }: ChannelView) {
  return publicClient.readContract({
    address: deployment.contracts.escrow,
    abi: escrowAbi,
    functionName: "sessionOwnerOf",
    args: [channel.payer, channel.token],
  });
}

function notNow({ rule, given }: { rule: string; given: string }): UsageError {
  return new UsageError("Nothing of this channel's end is yours to do now.", { field: "id", rule, given });
}
