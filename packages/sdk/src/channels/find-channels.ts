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
  const { channels, blockNumber } = await openedChannels(client, { channelId }, options);
  const [channel] = channels;
  if (!channel) throw new ChannelUnknownError({ channelId });
  return readChannel(client, channel, blockNumber);
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
  const { channels, blockNumber } = await openedChannels(client, filter, options);
  const views: ChannelView[] = [];
  for (let at = 0; at < channels.length; at += READ_AT_ONCE) {
    options?.signal?.throwIfAborted();
    const some = channels.slice(at, at + READ_AT_ONCE);
    views.push(...(await Promise.all(some.map((channel) => readChannel(client, channel, blockNumber)))));
  }
  return views;
}

/** Anybody can open channels to a payee; an endpoint must not be asked for all of them in one moment. */
const READ_AT_ONCE = 20;

const CHANNEL_OPENED = encodeEventTopics({ abi: escrowAbi, eventName: "ChannelOpened" })[0];

async function openedChannels(
  { deployment, publicClient }: HiveClient,
  { channelId, payer, payee }: ChannelFilter & { readonly channelId?: Hex },
  { signal }: ReadOptions = {},
): Promise<{ channels: Channel[]; blockNumber: bigint }> {
  const { number: blockNumber } = await publicClient.getBlock();
  const logs = await readAllLogs(publicClient, {
    address: deployment.contracts.escrow,
    topics: [CHANNEL_OPENED, channelId ?? null, payer ? word(payer) : null, payee ? word(payee) : null],
    fromBlock: BigInt(deployment.blockNumber),
    toBlock: blockNumber,
    signal,
  });
  const opened = parseEventLogs({ abi: escrowAbi, eventName: "ChannelOpened", logs, strict: true });
  const channels = opened.flatMap(({ args: { channelId: id, reserved: _, ...channel } }) => {
    // An endpoint that makes up terms must not lend them an id.
    return channelIdOf(channel) === id ? [channel] : [];
  });
  return { channels, blockNumber };
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
