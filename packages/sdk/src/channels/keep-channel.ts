import { type Channel, channelIdOf, closeChannelTypedData } from "@computehive/protocol/channel";
import { accountOf, type HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { channelRequests, type SignedClose } from "./channel-requests.ts";
import { escrowDomainOf, readChannel } from "./read-channel.ts";

/** Moves `amount` of the payer's free money into the reservation of an open channel. */
export function topUpChannel(
  client: HiveClient,
  { channel, amount }: { channel: Channel; amount: bigint },
  options?: WriteOptions,
): Promise<Written> {
  return write(client, channelRequests.topUp(client.deployment, { channel, amount }), options);
}

/** Starts the close delay, by the payer or the owner of the session that pays. Vouchers are paid until the close is executed. */
export function startClose(client: HiveClient, channel: Channel, options?: WriteOptions): Promise<Written> {
  return write(client, channelRequests.startClose(client.deployment, { channel }), options);
}

/** Ends a channel for ever: by the payee at once, by anybody when the close delay is over. Vouchers that are out are lost. */
export function closeChannel(client: HiveClient, channel: Channel, options?: WriteOptions): Promise<Written> {
  return write(client, channelRequests.close(client.deployment, { channel }), options);
}

/** Seconds in which a payee's consent may be carried, if it says nothing else. */
const CONSENT_VALIDITY = 3_600;

export interface CloseConsent {
  /** The channel is closed once at least so much was paid on it; by default what was paid until now. */
  readonly redeemed?: bigint | undefined;
  /** Seconds from now. */
  readonly validFor?: number | undefined;
}

/** The payee's consent to a close at once, for anybody to carry. */
export async function signClose(
  client: HiveClient,
  channel: Channel,
  { redeemed, validFor = CONSENT_VALIDITY }: CloseConsent = {},
): Promise<SignedClose> {
  const [{ timestamp }, view] = await Promise.all([client.publicClient.getBlock(), readChannel(client, channel)]);
  const consent = { redeemed: redeemed ?? view.redeemed, deadline: Number(timestamp) + validFor };
  const typedData = closeChannelTypedData(escrowDomainOf(client), { channelId: channelIdOf(channel), ...consent });
  const signature = await client.walletClient!.signTypedData({ account: accountOf(client), ...typedData });
  return { channel, ...consent, signature };
}

/** Sends a payee's consent. */
export function carryClose(client: HiveClient, signed: SignedClose, options?: WriteOptions): Promise<Written> {
  return write(client, channelRequests.closeFor(client.deployment, signed), options);
}
