import type { ChannelState } from "@computehive/protocol/channel";
import type { ChannelView } from "@computehive/sdk/channels/read-channel";
import type { TokenFacts } from "@computehive/sdk/token";
import { type Address, isAddressEqual } from "viem";
import { duration, money, when } from "../session/text.ts";
import { facts, table } from "../terminal/table.ts";

export function describeChannel(view: ChannelView, token: TokenFacts): string {
  const { channel, isEpochCurrent, free, state } = view;
  const say = (amount: bigint) => moneyIn(channel.token, amount, token);
  const beside = isEpochCurrent ? `${say(free)}, which nobody is promised` : "nothing: its epoch was raised";
  return facts([
    ["Channel", view.channelId],
    ["State", stateOf(view)],
    ["Payer", channel.payer],
    ["Signer of vouchers", channel.signer],
    ["Payee", channel.payee],
    ["Redeemed", say(view.redeemed)],
    ["Reserved", say(view.reserved)],
    ...(state === "closed" ? [] : [["Payer's free money", beside] as const]),
    ["Close delay", duration(channel.closeDelay)],
  ]);
}

export function listOfChannels(views: readonly ChannelView[], token: TokenFacts): string {
  if (views.length === 0) return "No channels.";
  const rows = views.map((view) => {
    const { channelId, state, channel, redeemed, reserved } = view;
    return [channelId, state, ...[redeemed, reserved].map((amount) => moneyIn(channel.token, amount, token))];
  });
  return table(["channel", "state", "redeemed", "reserved"], rows);
}

/** Anybody can open a channel in a token of its own: its amounts are not those of the market's. */
export function moneyIn(address: Address, amount: bigint, token: TokenFacts): string {
  return isAddressEqual(address, token.address) ? money(amount, token) : `${amount} smallest units of token ${address}`;
}

const STATE_WORDS = {
  none: () => "never opened",
  open: () => "open",
  closing: ({ closeAt }) => `closing: vouchers are paid until it is closed, which anybody may do from ${when(closeAt)}`,
  closed: () => "closed for ever",
} as const satisfies Record<ChannelState, (view: ChannelView) => string>;

function stateOf(view: ChannelView): string {
  return STATE_WORDS[view.state](view);
}
