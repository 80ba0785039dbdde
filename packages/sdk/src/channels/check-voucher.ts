import { channelIdOf, type Refusal, type Shortfall } from "@computehive/protocol/channel";
import type { Address, Hex } from "viem";
import { isAddressEqual } from "viem";
import type { HiveClient } from "../hive-client.ts";
import { type ChannelView, isPaying, readChannel } from "./read-channel.ts";
import { isSignedBySigner, type SignedVoucher } from "./voucher.ts";

/** Why a voucher is worth nothing to whoever checks it: it counts elsewhere, or the escrow would refuse it. */
export type VoucherFault = "wrong-chain" | "wrong-escrow" | "wrong-token" | "wrong-payee" | Refusal;

/** What a voucher is worth now. Amounts in the token's smallest unit. */
export interface VoucherCheck {
  readonly channelId: Hex;
  /** `good`: redeemed now, all that is due would be paid. */
  readonly verdict: "good" | "short" | "refused";
  readonly fault?: VoucherFault;
  /** The promise less what was redeemed. */
  readonly due: bigint;
  /** What of it the reservation holds: nobody can take that away before the close is executed. */
  readonly guaranteed: bigint;
  /** What would be paid now. Beyond `guaranteed` it is free money of the payer, which may be gone at any second. */
  readonly payable: bigint;
  /** What would stay due, and why. */
  readonly missing: bigint;
  readonly shortfall?: Shortfall;
  /** Nothing where the voucher does not count here, or its signature is no good. */
  readonly channel?: ChannelView;
}

export interface CheckVoucherOptions {
  /** The only token that counts; by default the deployment's. Anybody can make a token and promise much of it. */
  readonly token?: Address | "any" | undefined;
  /** Who is to be paid, where that must be somebody. */
  readonly payee?: Address | undefined;
}

/** Checks a voucher against the chain, before any work is done for it. Sends nothing. */
export async function checkVoucher(
  client: HiveClient,
  voucher: SignedVoucher,
  options: CheckVoucherOptions = {},
): Promise<VoucherCheck> {
  const channelId = channelIdOf(voucher.channel);
  const fault = foreignFault(client, voucher, options);
  if (fault) return refused({ channelId, fault });
  await client.assertChain();
  if (!(await isSignedBySigner(voucher))) return refused({ channelId, fault: "signature-invalid" });
  const channel = await readChannel(client, voucher.channel);
  if (!isPaying(channel))
    return refused({ channelId, fault: channel.state === "closed" ? "closed" : "never-opened", channel });
  const due = voucher.cumulative - channel.redeemed;
  if (due <= 0n) return refused({ channelId, fault: "nothing-due", channel });
  return worthOf(due, channel);
}

function foreignFault(
  { deployment: { chainId, contracts } }: HiveClient,
  voucher: SignedVoucher,
  { token = contracts.token, payee }: CheckVoucherOptions,
): VoucherFault | undefined {
  if (voucher.chainId !== chainId) return "wrong-chain";
  if (!isAddressEqual(voucher.escrow, contracts.escrow)) return "wrong-escrow";
  if (token !== "any" && !isAddressEqual(voucher.channel.token, token)) return "wrong-token";
  return payee && !isAddressEqual(voucher.channel.payee, payee) ? "wrong-payee" : undefined;
}

function worthOf(due: bigint, channel: ChannelView): VoucherCheck {
  const { channelId, reserved, free, isEpochCurrent } = channel;
  const payable = smaller(due, reserved + free);
  const worth = { channelId, due, guaranteed: smaller(due, reserved), payable, missing: due - payable, channel };
  if (payable === due) return { verdict: "good", ...worth };
  return { verdict: "short", ...worth, shortfall: isEpochCurrent ? "account-low" : "epoch-raised" };
}

function refused(why: Pick<VoucherCheck, "channelId" | "channel"> & { fault: VoucherFault }): VoucherCheck {
  return { verdict: "refused", due: 0n, guaranteed: 0n, payable: 0n, missing: 0n, ...why };
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
