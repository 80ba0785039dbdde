import { CHANNEL_STATES, type Channel, type ChannelState, channelIdOf } from "@computehive/protocol/channel";
import { escrowAbi } from "@computehive/protocol/contracts";
import type { EscrowDomain } from "@computehive/protocol/domain";
import type { Hex } from "viem";
import type { HiveClient } from "../hive-client.ts";

/** A channel with its record. Amounts in the token's smallest unit. */
export interface ChannelView {
  readonly channelId: Hex;
  readonly channel: Channel;
  readonly state: ChannelState;
  /** All that was ever paid. */
  readonly redeemed: bigint;
  /** Promised to this channel alone. */
  readonly reserved: bigint;
  /** When the close may be executed, Unix seconds; 0 unless closing. */
  readonly closeAt: number;
  /** Whether the payer's epoch is still that of the opening: else the reservation is all there is. */
  readonly isEpochCurrent: boolean;
  /** What the payer's account could pay now beside the reservation; nobody is promised it. */
  readonly free: bigint;
}

/** Where a client's channels and vouchers count. */
export function escrowDomainOf({ deployment: { chainId, contracts } }: Pick<HiveClient, "deployment">): EscrowDomain {
  return { chainId, address: contracts.escrow };
}

/** Record and account as one block has them; by default the newest one. */
export async function readChannel(
  { publicClient, deployment }: HiveClient,
  channel: Channel,
  atBlock?: bigint,
): Promise<ChannelView> {
  const channelId = channelIdOf(channel);
  const blockNumber = atBlock ?? (await publicClient.getBlock()).number;
  const inEscrow = { address: deployment.contracts.escrow, abi: escrowAbi, blockNumber } as const;
  const [record, account] = await Promise.all([
    publicClient.readContract({ ...inEscrow, functionName: "channelOf", args: [channelId] }),
    publicClient.readContract({ ...inEscrow, functionName: "accountOf", args: [channel.payer, channel.token] }),
  ]);
  const state = CHANNEL_STATES[record.state] ?? "none";
  const isEpochCurrent = state !== "none" && record.epoch === account.epoch;
  const { redeemed, reserved, closeAt } = record;
  return {
    channelId,
    channel,
    state,
    redeemed,
    reserved,
    closeAt,
    isEpochCurrent,
    free: isEpochCurrent ? account.free : 0n,
  };
}

/** Whether vouchers are paid in this state: until the close is executed, not merely due. */
export function isPaying({ state }: Pick<ChannelView, "state">): boolean {
  return state === "open" || state === "closing";
}
