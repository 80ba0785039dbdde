import { type Channel, channelIdOf } from "@computehive/protocol/channel";
import { escrowAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type Address, encodeEventTopics, type Hex, pad, parseEventLogs } from "viem";
import { readAllLogs } from "../chain-logs.ts";
import type { HiveClient } from "../hive-client.ts";
import { type ChannelView, readChannel } from "./read-channel.ts";

interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

/** A channel by its id, its terms as its opening published them. @throws ChannelUnknownError */
export async function findChannel(client: HiveClient, channelId: Hex, options?: ReadOptions): Promise<ChannelView> {
  const [channel] = await openedChannels(client, { channelId }, options);
  if (!channel) throw new ChannelUnknownError({ channelId });
  return readChannel(client, channel);
}

export interface ChannelFilter {
  readonly payer?: Address | undefined;
  readonly payee?: Address | undefined;
}

/** Channels of a payer, of a payee, or between the two, oldest first; closed ones too. */
export async function listChannels(
  client: HiveClient,
  filter: ChannelFilter,
  options?: ReadOptions,
): Promise<ChannelView[]> {
  const channels = await openedChannels(client, filter, options);
  return Promise.all(channels.map((channel) => readChannel(client, channel)));
}

const CHANNEL_OPENED = encodeEventTopics({ abi: escrowAbi, eventName: "ChannelOpened" })[0];

async function openedChannels(
  { deployment, publicClient }: HiveClient,
  { channelId, payer, payee }: ChannelFilter & { readonly channelId?: Hex },
  { signal }: ReadOptions = {},
): Promise<Channel[]> {
  const { number } = await publicClient.getBlock();
  const logs = await readAllLogs(publicClient, {
    address: deployment.contracts.escrow,
    topics: [CHANNEL_OPENED, channelId ?? null, payer ? word(payer) : null, payee ? word(payee) : null],
    fromBlock: BigInt(deployment.blockNumber),
    toBlock: number,
    signal,
  });
  const opened = parseEventLogs({ abi: escrowAbi, eventName: "ChannelOpened", logs, strict: true });
  return opened.flatMap(({ args: { channelId: id, reserved: _, ...channel } }) => {
    // An endpoint that makes up terms must not lend them an id.
    return channelIdOf(channel) === id ? [channel] : [];
  });
}

function word(address: Address): Hex {
  return pad(address.toLowerCase() as Hex);
}

export class ChannelUnknownError extends ComputeHiveError {
  override readonly name = "ChannelUnknownError";
  constructor({ channelId }: { channelId: Hex }) {
    super("No channel with this id was ever opened here.", { metaMessages: [`Channel: ${channelId}`] });
  }
}
