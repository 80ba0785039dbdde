import { channelIdOf } from "@computehive/protocol/channel";
import { type Address, zeroAddress, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showAccount } from "../src/account/show-account.ts";
import { raiseEpoch, withdraw } from "../src/account/withdraw.ts";
import { ChannelUnknownError, findChannel, listChannels } from "../src/channels/find-channels.ts";
import { carryClose, closeChannel, signClose, startClose, topUpChannel } from "../src/channels/keep-channel.ts";
import {
  ChannelTermsInvalidError,
  carryOpening,
  newChannel,
  openChannel,
  ReserveTooHighError,
  signOpening,
} from "../src/channels/open-channel.ts";
import { redeemVouchers } from "../src/channels/redeem-vouchers.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { opened, payerWith, signed } from "./support/channels.ts";
import { DOLLAR } from "./support/market.ts";

let chain: TestChain;
let payee: Party;

beforeAll(async () => {
  chain = await startTestChain();
  payee = await chain.party();
});
afterAll(() => chain.stop());

describe("a channel", () => {
  it("is opened by its payer with a reservation, filled, and found by id, payer and payee", async () => {
    const payer = await payerWith(chain, 20n * DOLLAR);
    const channel = newChannel(payer.client, { payee: payee.account.address });
    const { channelId } = await openChannel(payer.client, { channel, reserve: 5n * DOLLAR });
    expect(channelId).toBe(channelIdOf(channel));
    expect(await findChannel(payer.client, channelId)).toEqual({
      channelId,
      channel,
      state: "open",
      redeemed: 0n,
      reserved: 5n * DOLLAR,
      closeAt: 0,
      isEpochCurrent: true,
      free: 15n * DOLLAR,
    });
    await topUpChannel(payer.client, { channel, amount: 3n * DOLLAR });
    const other = await opened(payer, await chain.party());
    const ofPayer = await listChannels(payer.client, { payer: payer.account.address });
    expect(ofPayer.map(({ channel: { salt }, reserved }) => [salt, reserved])).toEqual([
      [channel.salt, 8n * DOLLAR],
      [other.salt, 0n],
    ]);
    const between = { payer: payer.account.address, payee: payee.account.address };
    expect((await listChannels(payee.client, between)).map((view) => view.channelId)).toEqual([channelId]);
    expect(await listChannels(payee.client, { payer: payee.account.address })).toEqual([]);
    await expect(findChannel(payee.client, zeroHash)).rejects.toBeInstanceOf(ChannelUnknownError);
  });

  it("loses the free money when the payer withdraws it or raises its epoch, and never the reservation", async () => {
    const payer = await payerWith(chain, 10n * DOLLAR);
    const channelId = channelIdOf(await opened(payer, payee, { reserve: 4n * DOLLAR }));
    await withdraw(payer.client, { amount: 5n * DOLLAR });
    expect(await findChannel(payee.client, channelId)).toMatchObject({ free: DOLLAR, isEpochCurrent: true });
    await raiseEpoch(payer.client);
    expect(await findChannel(payee.client, channelId)).toMatchObject({
      free: 0n,
      isEpochCurrent: false,
      reserved: 4n * DOLLAR,
    });
  });

  it("is not opened with terms that make no sense, by another account, twice, or beyond the free money", async () => {
    const payer = await payerWith(chain, DOLLAR);
    const good = newChannel(payer.client, { payee: payee.account.address });
    const sent = () => chain.publicClient.getTransactionCount({ address: payer.account.address });
    const before = await sent();
    for (const [field, change, reserve] of [
      ["payer", { payer: payee.account.address }, 0n],
      ["payee", { payee: zeroAddress }, 0n],
      ["signer", { signer: zeroAddress }, 0n],
      ["closeDelay", { closeDelay: 0 }, 0n],
      ["closeDelay", { closeDelay: 30 * 86_400 + 1 }, 0n],
      ["reserve", {}, 2n ** 96n],
    ] as const) {
      const opening = openChannel(payer.client, { channel: { ...good, ...change }, reserve });
      await expect(opening, field).rejects.toBeInstanceOf(ChannelTermsInvalidError);
      await expect(opening).rejects.toMatchObject({ field });
    }
    await expect(openChannel(payer.client, { channel: good, reserve: DOLLAR + 1n })).rejects.toMatchObject({
      constructor: ReserveTooHighError,
      free: DOLLAR,
      reserve: DOLLAR + 1n,
    });
    expect(await sent()).toBe(before);
    await openChannel(payer.client, { channel: good, reserve: 0n });
    await expect(openChannel(payer.client, { channel: good, reserve: 0n })).rejects.toMatchObject({ field: "salt" });
  });

  it("is opened by a signature that somebody else carries, once, and in its epoch alone", async () => {
    const payer = await payerWith(chain, 5n * DOLLAR);
    const opening = { channel: newChannel(payer.client, { payee: payee.account.address }), reserve: 2n * DOLLAR };
    const before = await chain.publicClient.getTransactionCount({ address: payer.account.address });
    const statement = await signOpening(payer.client, opening);
    await expect(carryOpening(payee.client, { ...statement, reserve: DOLLAR })).rejects.toThrow(/signature is not one/);
    const { channelId } = await carryOpening(payee.client, statement);
    expect(await chain.publicClient.getTransactionCount({ address: payer.account.address })).toBe(before);
    expect(await findChannel(payee.client, channelId)).toMatchObject({ state: "open", reserved: 2n * DOLLAR });
    await expect(carryOpening(payee.client, statement)).rejects.toThrow(/is open/);
    const late = await signOpening(payer.client, {
      channel: newChannel(payer.client, { payee: payee.account.address }),
      reserve: 0n,
    });
    await raiseEpoch(payer.client);
    await expect(carryOpening(payee.client, late)).rejects.toThrow(/epoch/);
  });
});

describe("the end of a channel", () => {
  it("comes after the close delay by anybody, and vouchers that are out are paid until then", async () => {
    const payer = await payerWith(chain, 10n * DOLLAR);
    const channel = await opened(payer, payee, { reserve: 10n * DOLLAR, closeDelay: 600 });
    const voucher = await signed(payer, channel, 4n * DOLLAR);
    await expect(startClose(payee.client, channel)).rejects.toThrow(/Only the channel's payer/);
    await startClose(payer.client, channel);
    const { closeAt, state } = await findChannel(payee.client, channelIdOf(channel));
    const { timestamp } = await chain.publicClient.getBlock();
    expect([state, closeAt]).toEqual(["closing", Number(timestamp) + 600]);
    await expect(closeChannel(payer.client, channel)).rejects.toThrow(/cannot be closed before/);
    const stranger = await chain.party();
    expect(await redeemVouchers(stranger.client, [voucher])).toMatchObject([{ kind: "paid", paid: 4n * DOLLAR }]);
    await chain.pass(600);
    await closeChannel(stranger.client, channel);
    expect(await findChannel(payee.client, channelIdOf(channel))).toMatchObject({
      state: "closed",
      redeemed: 4n * DOLLAR,
      reserved: 0n,
    });
    expect(await freeOf(payer.account.address)).toBe(6n * DOLLAR);
  });

  it("comes at once by the payee, or by its consent that somebody carries once enough was paid", async () => {
    const payer = await payerWith(chain, 10n * DOLLAR);
    const [first, second] = [
      await opened(payer, payee, { reserve: 5n * DOLLAR }),
      await opened(payer, payee, { reserve: 5n * DOLLAR }),
    ];
    await closeChannel(payee.client, first);
    expect(await freeOf(payer.account.address)).toBe(5n * DOLLAR);
    const consent = await signClose(payee.client, second, { redeemed: 2n * DOLLAR });
    await expect(carryClose(payer.client, consent)).rejects.toThrow(/redeem its vouchers first/);
    await redeemVouchers(payee.client, [await signed(payer, second, 2n * DOLLAR)]);
    await carryClose(payer.client, consent);
    expect(await freeOf(payer.account.address)).toBe(8n * DOLLAR);
    expect((await findChannel(payer.client, channelIdOf(second))).state).toBe("closed");
  });
});

async function freeOf(owner: Address): Promise<bigint> {
  return (await showAccount((await chain.party()).client, owner)).free;
}
