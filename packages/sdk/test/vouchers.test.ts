import { channelIdOf, voucherDigestOf, voucherTypedData } from "@computehive/protocol/channel";
import {
  type Address,
  concat,
  type Hex,
  keccak256,
  numberToHex,
  parseSignature,
  serializeSignature,
  slice,
  toHex,
  zeroHash,
} from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showAccount } from "../src/account/show-account.ts";
import { raiseEpoch, withdraw } from "../src/account/withdraw.ts";
import { checkVoucher } from "../src/channels/check-voucher.ts";
import { closeChannel } from "../src/channels/keep-channel.ts";
import { newChannel, openChannel } from "../src/channels/open-channel.ts";
import { type P256Key, p256KeyOf, signerOfP256, webCryptoKeyOf } from "../src/channels/p256.ts";
import { redeemCalls } from "../src/channels/redeem-calls.ts";
import { redeemVouchers } from "../src/channels/redeem-vouchers.ts";
import { signVoucher, VoucherRefusedError } from "../src/channels/sign-voucher.ts";
import type { SignedVoucher } from "../src/channels/voucher.ts";
import { memoryVoucherStore, type VoucherStore } from "../src/channels/voucher-store.ts";
import { createHiveClient } from "../src/hive-client.ts";
import { wait } from "../src/retry.ts";
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

const ROOT = keccak256(toHex("receipts"));
const OTHER_ROOT = keccak256(toHex("other receipts"));

describe("signing", () => {
  it("raises one promise, which is redeemed twice and pays the difference", async () => {
    const { payer, channel, sign } = await promising({ reserve: 3n * DOLLAR, deposit: 10n * DOLLAR });
    const before = await freeOf(payee.account.address);
    const first = await sign(2n * DOLLAR);
    expect(await checkVoucher(payee.client, first)).toMatchObject({ verdict: "good", due: 2n * DOLLAR });
    expect(await redeemVouchers(payee.client, [first])).toMatchObject([{ kind: "paid", paid: 2n * DOLLAR }]);
    const second = await sign(7n * DOLLAR);
    expect(await checkVoucher(payee.client, second)).toMatchObject({
      verdict: "good",
      due: 5n * DOLLAR,
      guaranteed: DOLLAR,
      payable: 5n * DOLLAR,
      missing: 0n,
    });
    expect(await redeemVouchers(payee.client, [second])).toMatchObject([{ kind: "paid", paid: 5n * DOLLAR }]);
    expect((await freeOf(payee.account.address)) - before).toBe(7n * DOLLAR);
    expect(await freeOf(payer.account.address)).toBe(3n * DOLLAR);
    expect(await checkVoucher(payee.client, first)).toMatchObject({ verdict: "refused", fault: "nothing-due" });
    await expect(sign(7n * DOLLAR)).rejects.toMatchObject({ field: "cumulative" });
    expect(channelIdOf(channel)).toBe(channelIdOf(second.channel));
  });

  it("never lowers a promise, never goes beyond the budget, and never promises one sum with two roots", async () => {
    const { channel, payer, store, place } = await promising();
    const sign = (cumulative: bigint, receiptsRoot: Hex = ROOT) =>
      signVoucher(payer.client, { channel, cumulative, receiptsRoot, budget: 6n * DOLLAR }, { store });
    const voucher = await sign(5n * DOLLAR);
    for (const [field, cumulative, root] of [
      ["cumulative", 5n * DOLLAR - 1n, ROOT],
      ["cumulative", 6n * DOLLAR + 1n, ROOT],
      ["cumulative", 0n, ROOT],
      ["receiptsRoot", 5n * DOLLAR, OTHER_ROOT],
    ] as const) {
      const refused = sign(cumulative, root);
      await expect(refused).rejects.toBeInstanceOf(VoucherRefusedError);
      await expect(refused).rejects.toMatchObject({ field });
      expect(await store.last(place)).toMatchObject({ cumulative: 5n * DOLLAR, receiptsRoot: ROOT });
    }
    // The same promise again is the same signature.
    expect(await sign(5n * DOLLAR)).toEqual(voucher);
    expect((await sign(6n * DOLLAR, OTHER_ROOT)).cumulative).toBe(6n * DOLLAR);
  });

  it("records before it signs: after a kill in between, no lower promise is signed", async () => {
    const { channel, payer, store, place } = await promising();
    const request = { channel, cumulative: 5n * DOLLAR, budget: 10n * DOLLAR };
    const dying = createHiveClient({
      ...payer.client,
      walletClient: {
        ...payer.client.walletClient!,
        signTypedData: async () => {
          expect(await store.last(place)).toMatchObject({ cumulative: 5n * DOLLAR });
          throw new Error("killed");
        },
      } as never,
    });
    await expect(signVoucher(dying, request, { store })).rejects.toThrow("killed");
    const lower = signVoucher(payer.client, { ...request, cumulative: 4n * DOLLAR }, { store });
    await expect(lower).rejects.toMatchObject({ field: "cumulative" });
    expect((await signVoucher(payer.client, request, { store })).cumulative).toBe(5n * DOLLAR);
  });

  it("signs nothing that the store did not keep, or that another process surpassed meanwhile", async () => {
    const { channel, payer, store, place } = await promising();
    const request = { channel, cumulative: 5n * DOLLAR, budget: 10n * DOLLAR };
    const forgetful: VoucherStore = { last: async () => undefined, record: async () => {} };
    await expect(signVoucher(payer.client, request, { store: forgetful })).rejects.toThrow(/recorded last: nothing/);
    const raced: VoucherStore = {
      last: (where) => store.last(where),
      async record(where, promised) {
        await store.record(where, { cumulative: 9n * DOLLAR, receiptsRoot: zeroHash });
        await store.record(where, promised);
      },
    };
    await expect(signVoucher(payer.client, request, { store: raced })).rejects.toMatchObject({ field: "cumulative" });
    expect(await store.last(place)).toMatchObject({ cumulative: 9n * DOLLAR });
  });

  it("promises nothing that no contract can hold", async () => {
    const { channel, payer, store, place } = await promising();
    const request = { channel, cumulative: 2n ** 96n, budget: 2n ** 100n };
    await expect(signVoucher(payer.client, request, { store })).rejects.toThrow(/below 2\^96/);
    expect(await store.last(place)).toBeUndefined();
    const most = await signVoucher(payer.client, { ...request, cumulative: 2n ** 96n - 1n }, { store });
    expect(await checkVoucher(payee.client, most)).toMatchObject({ verdict: "short", payable: 10n * DOLLAR });
  });

  it("is the signer's alone, on a channel that pays", async () => {
    const { channel, payer } = await promising();
    await expect(signed(payee, channel, DOLLAR)).rejects.toMatchObject({ field: "signer" });
    const never = newChannel(payer.client, { payee: payee.account.address });
    await expect(signed(payer, never, DOLLAR)).rejects.toMatchObject({ field: "channel" });
    await closeChannel(payee.client, channel);
    await expect(signed(payer, channel, DOLLAR)).rejects.toThrow(/Given: closed/);
  });
});

describe("checking", () => {
  it("says what a voucher is worth, from the reservation, from free money, and what is short", async () => {
    const { payer, sign } = await promising({ reserve: 3n * DOLLAR, deposit: 5n * DOLLAR });
    const voucher = await sign(9n * DOLLAR);
    expect(await checkVoucher(payee.client, voucher)).toMatchObject({
      verdict: "short",
      due: 9n * DOLLAR,
      guaranteed: 3n * DOLLAR,
      payable: 5n * DOLLAR,
      missing: 4n * DOLLAR,
      shortfall: "account-low",
    });
    await raiseEpoch(payer.client);
    expect(await checkVoucher(payee.client, voucher)).toMatchObject({
      verdict: "short",
      payable: 3n * DOLLAR,
      missing: 6n * DOLLAR,
      shortfall: "epoch-raised",
    });
  });

  it("refuses what counts elsewhere, what somebody else signed, and what pays nothing", async () => {
    const { payer, channel, sign } = await promising({ reserve: DOLLAR });
    const voucher = await sign(DOLLAR);
    const never = { ...channel, salt: channel.salt ^ 1n };
    const stranger = (await chain.party()).account.address;
    for (const [fault, bent] of [
      ["wrong-chain", { ...voucher, chainId: 1 }],
      ["wrong-escrow", { ...voucher, escrow: stranger }],
      ["wrong-token", { ...voucher, channel: { ...channel, token: stranger } }],
      ["signature-invalid", { ...voucher, cumulative: 2n * DOLLAR }],
      ["signature-invalid", { ...voucher, receiptsRoot: ROOT }],
      ["signature-invalid", { ...voucher, channel: never }],
      ["signature-invalid", { ...voucher, signature: "0x" }],
      ["signature-invalid", { ...voucher, signature: otherForm(voucher.signature) }],
    ] as [string, SignedVoucher][]) {
      expect(await checkVoucher(payee.client, bent), fault).toMatchObject({ verdict: "refused", fault, payable: 0n });
    }
    expect(await checkVoucher(payee.client, voucher, { payee: stranger })).toMatchObject({ fault: "wrong-payee" });
    expect(await checkVoucher(payee.client, voucher, { payee: payee.account.address })).toMatchObject({
      verdict: "good",
    });
    const typed = { chainId: voucher.chainId, escrow: voucher.escrow, channel: never, cumulative: 1n };
    expect(await checkVoucher(payee.client, await signedAnyway(payer, typed))).toMatchObject({
      fault: "never-opened",
    });
    await closeChannel(payee.client, channel);
    expect(await checkVoucher(payee.client, voucher)).toMatchObject({ verdict: "refused", fault: "closed" });
  });
});

describe("redeeming many", () => {
  it("pays the good, says what is short, refuses the bad, and fails for none of them", async () => {
    const good = await promising({ reserve: 2n * DOLLAR });
    const low = await promising({ reserve: DOLLAR, deposit: 3n * DOLLAR });
    const empty = await promising();
    await withdraw(empty.payer.client, { amount: "all" });
    const bad = await promising({ reserve: DOLLAR });
    const closed = await promising({ reserve: DOLLAR });
    const vouchers = {
      good: await good.sign(2n * DOLLAR),
      low: await low.sign(5n * DOLLAR),
      empty: await empty.sign(DOLLAR),
      bad: { ...(await bad.sign(DOLLAR)), cumulative: 2n },
      closed: await closed.sign(DOLLAR),
    };
    await closeChannel(payee.client, closed.channel);
    const before = await freeOf(payee.account.address);
    const { good: paid, low: short, empty: nothing, bad: forged, closed: late } = vouchers;
    const results = await redeemVouchers(payee.client, [forged, short, nothing, late, paid]);
    expect(results).toMatchObject([
      { kind: "refused", fault: "signature-invalid" },
      { kind: "short", paid: 3n * DOLLAR, missing: 2n * DOLLAR, shortfall: "account-low" },
      { kind: "short", paid: 0n, missing: DOLLAR, shortfall: "account-low" },
      { kind: "refused", fault: "closed" },
      { kind: "paid", paid: 2n * DOLLAR },
    ]);
    expect(results.map(({ transaction }) => transaction !== undefined)).toEqual([false, true, true, false, true]);
    expect((await freeOf(payee.account.address)) - before).toBe(5n * DOLLAR);
  });

  it("sends nothing for a worthless token, unless that is asked for", async () => {
    const payer = await payerWith(chain, 0n);
    const channel = { ...newChannel(payer.client, { payee: payee.account.address }), token: payer.account.address };
    await openChannel(payer.client, { channel, reserve: 0n });
    const voucher = await signed(payer, channel, DOLLAR);
    const sent = () => chain.publicClient.getTransactionCount({ address: payee.account.address });
    const before = await sent();
    expect(await redeemVouchers(payee.client, [voucher])).toMatchObject([{ kind: "refused", fault: "wrong-token" }]);
    expect(await sent()).toBe(before);
    const { token } = channel;
    expect(await redeemVouchers(payee.client, [voucher], { token })).toMatchObject([
      { kind: "short", paid: 0n, missing: DOLLAR },
    ]);
    expect(await sent()).toBe(before + 1);
  });

  it("tells from the events what each of several vouchers of one channel was paid", async () => {
    const { sign } = await promising({ reserve: 10n * DOLLAR, deposit: 10n * DOLLAR });
    const [low, high] = [await sign(2n * DOLLAR), await sign(7n * DOLLAR)];
    expect(await redeemVouchers(payee.client, [low, high, low])).toMatchObject([
      { kind: "paid", paid: 2n * DOLLAR },
      { kind: "paid", paid: 5n * DOLLAR },
      { kind: "refused", fault: "nothing-due" },
    ]);
  });

  it("tells them apart from what others redeemed in the same block", async () => {
    const { sign } = await promising({ reserve: 10n * DOLLAR, deposit: 10n * DOLLAR });
    const [low, high] = [await sign(2n * DOLLAR), await sign(7n * DOLLAR)];
    const stranger = await chain.party();
    await chain.testClient.setAutomine(false);
    try {
      const first = redeemVouchers(stranger.client, [low]);
      await until(async () => (await pending()) === 1n);
      const second = redeemVouchers(payee.client, [high]);
      await until(async () => (await pending()) === 2n);
      await chain.testClient.mine({ blocks: 1 });
      const [[one], [other]] = await Promise.all([first, second]);
      // Whichever came first; together they are what was due.
      const paid = [one, other].map((result) => (result?.kind === "paid" ? result.paid : 0n));
      expect([
        [2n * DOLLAR, 5n * DOLLAR],
        [0n, 7n * DOLLAR],
      ]).toContainEqual(paid);
    } finally {
      await chain.testClient.setAutomine(true);
    }
  });

  it("takes one call for each payee and kind of key, and for each 256", async () => {
    const { sign } = await promising();
    const voucher = await sign(DOLLAR);
    const to = (other: Address): SignedVoucher => ({ ...voucher, channel: { ...voucher.channel, payee: other } });
    const many = Array.from({ length: 257 }, () => voucher);
    const strangers = to((await chain.party()).account.address);
    const calls = redeemCalls(chain.deployment, [...many, strangers]);
    expect(calls.map(({ request, vouchers }) => [request.functionName, vouchers.length])).toEqual([
      ["redeemPacked", 256],
      ["redeem", 1],
      ["redeem", 1],
    ]);
  });
});

describe("P-256 keys", () => {
  const key = p256KeyOf(keccak256(toHex("a P-256 key")));

  it("sign vouchers that are checked and redeemed beside those of other keys", async () => {
    const { payer, channel, store } = await promising({ reserve: 4n * DOLLAR, signer: signerOfP256(key.publicKey) });
    const request = { channel, cumulative: 3n * DOLLAR, budget: 4n * DOLLAR };
    // Either form of the signature will do, as modules give it.
    const voucher = await signVoucher(payer.client, request, { store, p256: withHighS(key) });
    expect(await checkVoucher(payee.client, voucher)).toMatchObject({ verdict: "good", due: 3n * DOLLAR });
    const other = await promising({ reserve: DOLLAR });
    const bent = { ...voucher, cumulative: 4n * DOLLAR };
    expect(await redeemVouchers(payee.client, [voucher, await other.sign(DOLLAR), bent])).toMatchObject([
      { kind: "paid", paid: 3n * DOLLAR },
      { kind: "paid", paid: DOLLAR },
      { kind: "refused", fault: "signature-invalid" },
    ]);
    const high = { ...voucher, signature: await withHighS(key).sign(digestOf(voucher)) };
    expect(await checkVoucher(payee.client, high)).toMatchObject({ fault: "signature-invalid" });
    const nowhere = { ...voucher, publicKey: { x: zeroHash, y: zeroHash } };
    expect(await checkVoucher(payee.client, nowhere)).toMatchObject({ fault: "signature-invalid" });
    const foreign = p256KeyOf(keccak256(toHex("another")));
    const wrong = signVoucher(payer.client, request, { store, p256: foreign });
    await expect(wrong).rejects.toMatchObject({ field: "signer" });
  });

  it("of a browser that nobody can take out sign what is redeemed", async () => {
    const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    const p256 = await webCryptoKeyOf(pair);
    const { payer, channel, store } = await promising({ reserve: 9n * DOLLAR, signer: signerOfP256(p256.publicKey) });
    // Half of its signatures have the upper s.
    for (let cumulative = DOLLAR; cumulative <= 9n * DOLLAR; cumulative += DOLLAR) {
      const voucher = await signVoucher(payer.client, { channel, cumulative, budget: 9n * DOLLAR }, { store, p256 });
      expect(await redeemVouchers(payee.client, [voucher])).toMatchObject([{ kind: "paid", paid: DOLLAR }]);
    }
  });
});

interface Promising {
  readonly reserve?: bigint;
  readonly deposit?: bigint;
  readonly signer?: Address;
}

/** A payer with a channel to the payee, and what it takes to sign vouchers on it. */
async function promising({ reserve = 0n, deposit = 10n * DOLLAR, signer }: Promising = {}) {
  const payer = await payerWith(chain, deposit);
  const channel = await opened(payer, payee, { reserve, ...(signer && { signer }) });
  const store = memoryVoucherStore();
  const { chainId, contracts } = chain.deployment;
  const place = { chainId, escrow: contracts.escrow, channelId: channelIdOf(channel) };
  const sign = (cumulative: bigint) =>
    signVoucher(payer.client, { channel, cumulative, budget: 100n * DOLLAR }, { store });
  return { payer, channel, store, place, sign };
}

async function freeOf(owner: Address): Promise<bigint> {
  return (await showAccount(payee.client, owner)).free;
}

/** As a wallet of somebody who asks nobody would. */
async function signedAnyway(
  { account }: Party,
  voucher: Omit<SignedVoucher, "signature" | "receiptsRoot">,
): Promise<SignedVoucher> {
  const { chainId, escrow, channel, cumulative } = voucher;
  const message = { channelId: channelIdOf(channel), cumulative, receiptsRoot: zeroHash };
  const signature = await account.signTypedData(voucherTypedData({ chainId, address: escrow }, message));
  return { ...voucher, receiptsRoot: zeroHash, signature };
}

function digestOf({ chainId, escrow, channel, cumulative, receiptsRoot }: SignedVoucher): Hex {
  return voucherDigestOf({ chainId, address: escrow }, { channelId: channelIdOf(channel), cumulative, receiptsRoot });
}

/** The second form of every ECDSA signature, which contracts refuse. */
function otherForm(signature: Hex): Hex {
  const { r, s, yParity } = parseSignature(signature);
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  return serializeSignature({ r, s: numberToHex(order - BigInt(s), { size: 32 }), yParity: 1 - yParity });
}

function withHighS({ publicKey, sign }: P256Key): P256Key {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  return {
    publicKey,
    async sign(message) {
      const signature = await sign(message);
      return concat([slice(signature, 0, 32), numberToHex(order - BigInt(slice(signature, 32)), { size: 32 })]);
    },
  };
}

async function pending(): Promise<bigint> {
  const { pending: count } = await chain.testClient.getTxpoolStatus();
  return BigInt(count);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}
