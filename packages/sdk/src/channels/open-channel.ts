import { type Channel, channelIdOf, openChannelTypedData } from "@computehive/protocol/channel";
import { escrowAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { isLocalChainId } from "@computehive/protocol/parameters";
import { type Address, bytesToBigInt, type Hex, isAddressEqual, zeroAddress } from "viem";
import { accountOf, addressOf, type HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { channelRequests, type SignedOpening } from "./channel-requests.ts";
import { escrowDomainOf, readChannel } from "./read-channel.ts";

/** Seconds; a payee needs this long to see that a close was started, and to redeem. */
const CLOSE_DELAY = 86_400;
const LOCAL_CLOSE_DELAY = 60;
const LONGEST_CLOSE_DELAY = 30 * 86_400;

export interface ChannelWishes {
  readonly payee: Address;
  /** By default the client's own account. */
  readonly payer?: Address | undefined;
  /** Who will sign vouchers, by default the payer: an ECDSA key, or the name of a P-256 key (`signerOfP256`). */
  readonly signer?: Address | undefined;
  /** Seconds, 1 to 30 days; by default a day, and a minute on a local chain. */
  readonly closeDelay?: number | undefined;
}

/** Terms with a salt of their own, in the deployment's token. */
export function newChannel(client: HiveClient, { payee, payer, signer, closeDelay }: ChannelWishes): Channel {
  const { chainId, contracts } = client.deployment;
  const owner = payer ?? addressOf(client);
  return {
    payer: owner,
    signer: signer ?? owner,
    payee,
    token: contracts.token,
    closeDelay: closeDelay ?? (isLocalChainId(chainId) ? LOCAL_CLOSE_DELAY : CLOSE_DELAY),
    salt: bytesToBigInt(crypto.getRandomValues(new Uint8Array(8))),
  };
}

export interface Opening {
  readonly channel: Channel;
  /** Moved from the payer's free money into the reservation. */
  readonly reserve: bigint;
}

/**
 * Opens a channel from the client's own account.
 *
 * @throws ChannelTermsInvalidError, ReserveTooHighError before anything is sent.
 */
export async function openChannel(
  client: HiveClient,
  opening: Opening,
  options?: WriteOptions,
): Promise<Written & { channelId: Hex }> {
  await requireOpenable(client, opening);
  const written = await write(client, channelRequests.open(client.deployment, opening), options);
  return { ...written, channelId: channelIdOf(opening.channel) };
}

/** Seconds in which a signed opening may be carried, if its signer says nothing else. */
const OPENING_VALIDITY = 3_600;

/**
 * Signs an opening for anybody to carry: no transaction, no coin. It counts in the account's present epoch alone.
 *
 * @param validFor seconds from now.
 * @throws ChannelTermsInvalidError, ReserveTooHighError before anything is signed.
 */
export async function signOpening(
  client: HiveClient,
  opening: Opening,
  { validFor = OPENING_VALIDITY }: { validFor?: number } = {},
): Promise<SignedOpening> {
  const { epoch } = await requireOpenable(client, opening);
  const { timestamp } = await client.publicClient.getBlock();
  const signed = { ...opening, epoch, deadline: Number(timestamp) + validFor };
  const typedData = openChannelTypedData(escrowDomainOf(client), signed);
  const signature = await client.walletClient!.signTypedData({ account: accountOf(client), ...typedData });
  return { ...signed, signature };
}

/** Sends somebody's signed opening; the sender pays for the transaction and for nothing else. */
export async function carryOpening(
  client: HiveClient,
  signed: SignedOpening,
  options?: WriteOptions,
): Promise<Written & { channelId: Hex }> {
  const written = await write(client, channelRequests.openFor(client.deployment, signed), options);
  return { ...written, channelId: channelIdOf(signed.channel) };
}

async function requireOpenable(client: HiveClient, { channel, reserve }: Opening): Promise<{ epoch: number }> {
  const account = addressOf(client);
  const { payer, signer, payee, closeDelay, token } = channel;
  requireTerm("payer", isAddressEqual(payer, account), `your own account ${account}`, payer);
  requireTerm("payee", payee !== zeroAddress, "not zero: nobody could redeem", payee);
  requireTerm("signer", signer !== zeroAddress, "not zero: nobody could sign vouchers", signer);
  const isDelay = Number.isSafeInteger(closeDelay) && closeDelay >= 1 && closeDelay <= LONGEST_CLOSE_DELAY;
  requireTerm("closeDelay", isDelay, `1 to ${LONGEST_CLOSE_DELAY} seconds`, closeDelay);
  requireTerm("reserve", reserve >= 0n && reserve < 2n ** 96n, "0 to 2^96 - 1", reserve);
  const { state } = await readChannel(client, channel);
  requireTerm("salt", state === "none", "one that no channel with these terms had before", channel.salt);
  const { free, epoch } = await client.publicClient.readContract({
    address: client.deployment.contracts.escrow,
    abi: escrowAbi,
    functionName: "accountOf",
    args: [payer, token],
  });
  if (free < reserve) throw new ReserveTooHighError({ payer, free, reserve });
  return { epoch };
}

function requireTerm(field: string, holds: boolean, rule: string, given: unknown): void {
  if (!holds) throw new ChannelTermsInvalidError({ field, rule, given: String(given) });
}

export class ChannelTermsInvalidError extends ComputeHiveError {
  override readonly name = "ChannelTermsInvalidError";
  readonly field: string;
  constructor({ field, rule, given }: { field: string; rule: string; given: string }) {
    super("A channel cannot be opened with these terms.", {
      metaMessages: [`Field: ${field}`, `Rule:  ${rule}`, `Given: ${given}`],
    });
    this.field = field;
  }
}

export class ReserveTooHighError extends ComputeHiveError {
  override readonly name = "ReserveTooHighError";
  readonly free: bigint;
  readonly reserve: bigint;
  constructor({ payer, free, reserve }: { payer: Address; free: bigint; reserve: bigint }) {
    super("The account in the escrow has too little free money for this reservation: deposit first, or reserve less.", {
      metaMessages: [`Account: ${payer}`, `Free:    ${free} (smallest units)`, `Reserve: ${reserve}`],
    });
    this.free = free;
    this.reserve = reserve;
  }
}
