import type { Channel } from "@computehive/protocol/channel";
import { deposit } from "../../src/account/deposit.ts";
import { type ChannelWishes, newChannel, openChannel } from "../../src/channels/open-channel.ts";
import { signVoucher } from "../../src/channels/sign-voucher.ts";
import type { SignedVoucher } from "../../src/channels/voucher.ts";
import { memoryVoucherStore } from "../../src/channels/voucher-store.ts";
import { drip } from "../../src/faucet.ts";
import type { Party, TestChain } from "./chain.ts";
import { DOLLAR } from "./market.ts";

/** A party with so much free money in the escrow. */
export async function payerWith(chain: TestChain, amount: bigint): Promise<Party> {
  const payer = await chain.party();
  await drip(payer.client);
  if (amount > 0n) await deposit(payer.client, amount);
  return payer;
}

/** A channel that its payer opened to this payee. */
export async function opened(
  payer: Party,
  payee: Party,
  { reserve = 0n, ...wishes }: Partial<ChannelWishes> & { reserve?: bigint } = {},
): Promise<Channel> {
  const channel = newChannel(payer.client, { payee: payee.account.address, ...wishes });
  await openChannel(payer.client, { channel, reserve });
  return channel;
}

/** A voucher that its signer never signed before, without a budget to speak of. */
export function signed(signer: Party, channel: Channel, cumulative: bigint): Promise<SignedVoucher> {
  const request = { channel, cumulative, budget: 1_000_000n * DOLLAR };
  return signVoucher(signer.client, request, { store: memoryVoucherStore() });
}
