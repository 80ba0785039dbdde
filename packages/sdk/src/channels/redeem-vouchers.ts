import { channelIdOf } from "@computehive/protocol/channel";
import type { Hex } from "viem";
import type { HiveClient } from "../hive-client.ts";
import { type WriteOptions, write } from "../write.ts";
import { type CheckVoucherOptions, checkVoucher, type VoucherFault } from "./check-voucher.ts";
import { redeemCalls } from "./redeem-calls.ts";
import { type RedeemResult, redeemResults } from "./redeem-events.ts";
import type { SignedVoucher } from "./voucher.ts";

type Result = RedeemResult | { readonly kind: "refused"; readonly fault: VoucherFault };

/** What became of a voucher. */
export type Redemption = Result & {
  readonly channelId: Hex;
  readonly voucher: SignedVoucher;
  /** Nothing where the voucher was refused before anything was sent. */
  readonly transaction?: Hex;
};

/**
 * Turns vouchers into money in their payees' accounts in the escrow; anybody may. What would certainly be refused is not sent; of the
 * rest, each result is what the call's events say.
 *
 * @param options.token the only one that is worth a transaction; by default the deployment's.
 * @returns results in the order of what was given.
 */
export async function redeemVouchers(
  client: HiveClient,
  given: readonly SignedVoucher[],
  { token, ...options }: WriteOptions & Pick<CheckVoucherOptions, "token"> = {},
): Promise<Redemption[]> {
  // One that is given twice has two results.
  const vouchers = given.map((voucher) => ({ ...voucher }));
  const results = new Map<SignedVoucher, Result & { transaction?: Hex }>();
  for (const voucher of vouchers) {
    options.signal?.throwIfAborted();
    const { fault } = await checkVoucher(client, voucher, { token });
    if (fault) results.set(voucher, { kind: "refused", fault });
  }
  const sent = vouchers.filter((voucher) => !results.has(voucher));
  for (const { request, vouchers: batch } of redeemCalls(client.deployment, sent)) {
    const { hash, receipt } = await write(client, request, options);
    const ofBatch = await redeemResults(client, receipt, batch);
    batch.forEach((voucher, i) => {
      results.set(voucher, { ...ofBatch[i]!, transaction: hash });
    });
  }
  return vouchers.map((voucher) => ({
    ...results.get(voucher)!,
    channelId: channelIdOf(voucher.channel),
    voucher,
  }));
}
