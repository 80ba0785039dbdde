import { type Channel, voucherDigestOf, voucherTypedData } from "@computehive/protocol/channel";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type Address, type Hex, isAddressEqual, parseSignature, serializeSignature, size, zeroHash } from "viem";
import { accountOf, addressOf, type HiveClient } from "../hive-client.ts";
import { type P256Key, signerOfP256, withLowS } from "./p256.ts";
import { escrowDomainOf, isPaying, readChannel } from "./read-channel.ts";
import { isSignedBySigner, promiseOf, type SignedVoucher } from "./voucher.ts";
import type { ChannelPlace, Promised, VoucherStore } from "./voucher-store.ts";

export interface VoucherRequest {
  readonly channel: Channel;
  /** All that was ever owed on the channel, this voucher included; in the token's smallest unit. */
  readonly cumulative: bigint;
  /** Root of the receipts that the sum pays for; by default it names none. */
  readonly receiptsRoot?: Hex | undefined;
  /** The most that may ever be promised on the channel. */
  readonly budget: bigint;
}

export interface SignVoucherPorts {
  readonly store: VoucherStore;
  /** Where the channel's signer is a P-256 key; by default the client's own account signs. */
  readonly p256?: P256Key | undefined;
}

/**
 * Signs a voucher: checks, records durably, and only then signs. What was promised never falls; the same promise may be signed again,
 * which is how a kill between record and signature is made good.
 *
 * @throws VoucherRefusedError; nothing is recorded then, but where the key turns out to sign otherwise than the escrow reads.
 */
export async function signVoucher(
  client: HiveClient,
  request: VoucherRequest,
  { store, p256 }: SignVoucherPorts,
): Promise<SignedVoucher> {
  const domain = escrowDomainOf(client);
  const unsigned = {
    chainId: domain.chainId,
    escrow: domain.address,
    channel: request.channel,
    cumulative: request.cumulative,
    receiptsRoot: request.receiptsRoot ?? zeroHash,
  };
  const { channelId } = promiseOf(unsigned);
  const place = { chainId: domain.chainId, escrow: domain.address, channelId };
  await client.assertChain();
  requireSigner(request.channel, p256 ? signerOfP256(p256.publicKey) : addressOf(client));
  await requireAllowed(client, unsigned, request.budget, await store.last(place));
  await store.record(place, unsigned);
  await requireRecorded(store, place, unsigned);
  const voucher = p256 ? await signWithP256(unsigned, p256) : await signWithAccount(client, unsigned);
  // An account with a contract's word for a signature, or a key that signs the hash of what it is given.
  if (!(await isSignedBySigner(voucher)))
    throw new VoucherRefusedError({
      field: "signer",
      rule: "a key that itself signs what it is given",
      given: request.channel.signer,
    });
  return voucher;
}

type Unsigned = Omit<SignedVoucher, "signature">;

async function signWithAccount(client: HiveClient, unsigned: Unsigned): Promise<SignedVoucher> {
  const typedData = voucherTypedData(escrowDomainOf(client), promiseOf(unsigned));
  const signature = await client.walletClient!.signTypedData({ account: accountOf(client), ...typedData });
  return { ...unsigned, signature: withUsualV(signature) };
}

/** Some wallets give the parity for v, which contracts do not take. */
function withUsualV(signature: Hex): Hex {
  return size(signature) === 65 ? serializeSignature(parseSignature(signature)) : signature;
}

async function signWithP256(unsigned: Unsigned, { publicKey, sign }: P256Key): Promise<SignedVoucher> {
  const digest = voucherDigestOf({ chainId: unsigned.chainId, address: unsigned.escrow }, promiseOf(unsigned));
  return { ...unsigned, signature: withLowS(await sign(digest)), publicKey };
}

function requireSigner({ signer }: Channel, own: Address): void {
  if (!isAddressEqual(signer, own))
    throw new VoucherRefusedError({ field: "signer", rule: `the channel's: ${signer}`, given: own });
}

async function requireAllowed(
  client: HiveClient,
  { channel, cumulative, receiptsRoot }: Unsigned,
  budget: bigint,
  last: Promised | undefined,
): Promise<void> {
  const view = await readChannel(client, channel);
  if (!isPaying(view)) throw new VoucherRefusedError({ field: "channel", rule: "open or closing", given: view.state });
  const given = String(cumulative);
  if (cumulative >= 2n ** 96n)
    throw new VoucherRefusedError({ field: "cumulative", rule: "below 2^96 (smallest units)", given });
  if (cumulative > budget)
    throw new VoucherRefusedError({
      field: "cumulative",
      rule: `at most the budget, ${budget} (smallest units)`,
      given,
    });
  if (cumulative <= view.redeemed)
    throw new VoucherRefusedError({
      field: "cumulative",
      rule: `more than was redeemed, ${view.redeemed} (smallest units)`,
      given,
    });
  if (!last) return;
  if (cumulative < last.cumulative)
    throw new VoucherRefusedError({
      field: "cumulative",
      rule: `at least what was promised, ${last.cumulative} (smallest units)`,
      given,
    });
  if (cumulative === last.cumulative && receiptsRoot !== last.receiptsRoot)
    throw new VoucherRefusedError({
      field: "receiptsRoot",
      rule: `${last.receiptsRoot}, which this very sum was promised with; or a greater sum`,
      given: receiptsRoot,
    });
}

/** Another process may have promised more in between, and a store that keeps nothing must not go unseen. */
async function requireRecorded(store: VoucherStore, place: ChannelPlace, { cumulative, receiptsRoot }: Promised) {
  const held = await store.last(place);
  if (held?.cumulative === cumulative && held.receiptsRoot === receiptsRoot) return;
  const rule = `what was recorded last: ${held?.cumulative ?? "nothing"}`;
  throw new VoucherRefusedError({ field: "cumulative", rule, given: String(cumulative) });
}

/** No voucher came about. Sums in the token's smallest unit. */
export class VoucherRefusedError extends ComputeHiveError {
  override readonly name = "VoucherRefusedError";
  readonly field: string;
  constructor({ field, rule, given }: { field: string; rule: string; given: string }) {
    super("This voucher is not signed.", {
      metaMessages: [`Field: ${field}`, `Rule:  ${rule}`, `Given: ${given}`],
    });
    this.field = field;
  }
}
