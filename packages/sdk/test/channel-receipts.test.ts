import { type Channel, channelIdOf } from "@computehive/protocol/channel";
import { unitSizeOf } from "@computehive/protocol/price";
import { CONTEXT_CHANNEL, type Receipt, receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import {
  channelExecutionIdOf,
  type ReceiptLeaf,
  receiptLeafOf,
  receiptsRootOf,
} from "@computehive/protocol/receipt-tree";
import {
  concat,
  keccak256,
  type PublicClient,
  parseSignature,
  signatureToCompactSignature,
  toHex,
  zeroHash,
} from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { p256KeyOf, signerOfP256 } from "../src/channels/p256.ts";
import { redeemVouchers } from "../src/channels/redeem-vouchers.ts";
import { signVoucher } from "../src/channels/sign-voucher.ts";
import { verifyChannelReceipt, voucherProofOf } from "../src/channels/verify-channel-receipt.ts";
import { memoryVoucherStore } from "../src/channels/voucher-store.ts";
import { createHiveClient } from "../src/hive-client.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { opened, payerWith } from "./support/channels.ts";
import { DOLLAR } from "./support/market.ts";

let chain: TestChain;
let payee: Party;
let node: Party;

beforeAll(async () => {
  chain = await startTestChain();
  payee = await chain.party();
  node = await chain.party();
});
afterAll(() => chain.stop());

const KEY = p256KeyOf(keccak256(toHex("a P-256 key")));

describe("a receipt of a channel", () => {
  it.each([
    ["an ECDSA key", undefined],
    ["a P-256 key", KEY],
  ])("is covered once its voucher, signed by %s, was redeemed that far", async (_, p256) => {
    const payer = await payerWith(chain, 10n * DOLLAR);
    const channel = await opened(payer, payee, {
      reserve: 9n * DOLLAR,
      ...(p256 && { signer: signerOfP256(p256.publicKey) }),
    });
    const receipts = [0, 1, 2].map((sequence) => receiptOn(channel, BigInt(sequence)));
    const leaves = receipts.map(leafOf);
    const store = memoryVoucherStore();
    const sign = (count: number) =>
      signVoucher(
        payer.client,
        {
          channel,
          cumulative: 3n * DOLLAR * BigInt(count),
          receiptsRoot: receiptsRootOf(leaves.slice(0, count).map(receiptLeafOf)),
          budget: 9n * DOLLAR,
        },
        { store, p256 },
      );
    const two = await sign(2);
    const receipt = receipts[1]!;
    const nodeSignature = await node.account.signTypedData(receiptTypedData(payee.client.marketDomain, receipt));
    const shown = { receipt, channel, proof: voucherProofOf(two, leaves.slice(0, 2), 1), nodeSignature };
    const facts = {
      channelId: channelIdOf(channel),
      receiptHash: receiptHashOf(payee.client.marketDomain, receipt),
      state: "open",
      amount: 3n * DOLLAR,
      isConsistent: true,
      isIncluded: true,
      isSigned: true,
      isSignedByNode: true,
      isAgreed: true,
    };
    expect(await verifyChannelReceipt(payee.client, shown)).toEqual({ ...facts, redeemed: 0n, isCovered: false });
    await redeemVouchers(payee.client, [two]);
    expect(await verifyChannelReceipt(payee.client, shown)).toEqual({
      ...facts,
      redeemed: 6n * DOLLAR,
      isCovered: true,
    });
    const three = voucherProofOf(await sign(3), leaves, 2);
    expect(await verifyChannelReceipt(payee.client, { receipt: receipts[2]!, channel, proof: three })).toMatchObject({
      isIncluded: true,
      isSigned: true,
      isCovered: false,
      isSignedByNode: undefined,
      isAgreed: true,
    });
  });

  it("is not what it was when a word of receipt, proof, voucher or signature is another", async () => {
    const payer = await payerWith(chain, 10n * DOLLAR);
    const channel = await opened(payer, payee, { reserve: 3n * DOLLAR });
    const receipt = receiptOn(channel, 0n);
    const leaves = [leafOf(receipt)];
    const receiptsRoot = receiptsRootOf(leaves.map(receiptLeafOf));
    const voucher = await signVoucher(
      payer.client,
      { channel, cumulative: 3n * DOLLAR, receiptsRoot, budget: 3n * DOLLAR },
      { store: memoryVoucherStore() },
    );
    await redeemVouchers(payee.client, [voucher]);
    const proof = voucherProofOf(voucher, leaves, 0);
    const whole = { receipt, channel, proof };
    expect(await verifyChannelReceipt(payee.client, whole)).toMatchObject({ isCovered: true, isAgreed: true });
    const { r, yParityAndS } = signatureToCompactSignature(parseSignature(proof.signature));
    const short = { ...proof, signature: concat([r, yParityAndS]) };
    expect(await verifyChannelReceipt(payee.client, { ...whole, proof: short })).toMatchObject({
      isCovered: true,
      isAgreed: true,
    });
    for (const [bent, facts] of [
      [
        { ...whole, receipt: { ...receipt, units: receipt.units + 1n } },
        { isIncluded: false, isSigned: true },
      ],
      [
        { ...whole, proof: { ...proof, siblings: [zeroHash] } },
        { isIncluded: false, isSigned: true },
      ],
      [
        { ...whole, proof: { ...proof, cumulative: proof.cumulative + 1n } },
        { isIncluded: true, isSigned: false },
      ],
      [
        { ...whole, proof: { ...proof, cumulativeAfter: DOLLAR } },
        { isIncluded: false, isConsistent: false },
      ],
      [
        { ...whole, proof: { ...proof, signature: "0x" as const } },
        { isIncluded: true, isSigned: false },
      ],
      [
        { ...whole, channel: { ...channel, salt: channel.salt ^ 1n } },
        { isSigned: false, isConsistent: false },
      ],
      [
        { ...whole, nodeSignature: proof.signature },
        { isCovered: true, isSignedByNode: false },
      ],
    ] as const) {
      const isCovered = "isCovered" in facts;
      expect(await verifyChannelReceipt(payee.client, bent)).toMatchObject({ ...facts, isCovered, isAgreed: true });
    }
  });

  it("is not agreed on with an endpoint that answers otherwise than the contract", async () => {
    const payer = await payerWith(chain, DOLLAR);
    const channel = await opened(payer, payee);
    const receipt = receiptOn(channel, 0n);
    const leaves = [leafOf(receipt)];
    const receiptsRoot = receiptsRootOf(leaves.map(receiptLeafOf));
    const voucher = await signVoucher(
      payer.client,
      { channel, cumulative: 3n * DOLLAR, receiptsRoot, budget: 3n * DOLLAR },
      { store: memoryVoucherStore() },
    );
    const shown = { receipt, channel, proof: voucherProofOf(voucher, leaves, 0) };
    for (const lie of [{}, { signed: false }, { included: false }, { receiptHash: zeroHash }]) {
      const publicClient = {
        ...chain.publicClient,
        readContract: async (call: never) => ({ ...((await chain.publicClient.readContract(call)) as object), ...lie }),
      } as unknown as PublicClient;
      const deceived = createHiveClient({ deployment: chain.deployment, publicClient });
      const isAgreed = Object.keys(lie).length === 0;
      expect(await verifyChannelReceipt(deceived, shown), JSON.stringify(lie)).toMatchObject({ isAgreed });
    }
  });

  it("has no proof where it is not among the leaves", async () => {
    const payer = await payerWith(chain, DOLLAR);
    const channel = await opened(payer, payee);
    const request = { channel, cumulative: DOLLAR, budget: DOLLAR };
    const voucher = await signVoucher(payer.client, request, { store: memoryVoucherStore() });
    expect(() => voucherProofOf(voucher, [], 0)).toThrow(/no receipt 0/);
  });
});

/** Three dollars each. */
function receiptOn(channel: Channel, sequence: bigint): Receipt {
  const channelId = channelIdOf(channel);
  const unitKind = 2;
  return {
    executionId: channelExecutionIdOf(channelId, sequence),
    node: node.account.address,
    units: 3n * unitSizeOf(unitKind),
    details: {
      contextKind: CONTEXT_CHANNEL,
      contextId: channelId,
      buyer: channel.payer,
      sequence,
      manifestHash: zeroHash,
      programHash: zeroHash,
      inputHash: zeroHash,
      outputHash: keccak256(toHex(sequence)),
      outcome: 0,
      exitCode: 0,
      unitKind,
      unitSize: unitSizeOf(unitKind),
      fixedPrice: 0n,
      price: DOLLAR,
      amount: 3n * DOLLAR,
      token: channel.token,
      startedAt: 0,
      endedAt: 0,
      energyMilliwattHours: 0n,
      attestationId: zeroHash,
    },
  };
}

function leafOf(receipt: Receipt): ReceiptLeaf {
  const { sequence } = receipt.details;
  return {
    receiptHash: receiptHashOf(payee.client.marketDomain, receipt),
    sequence,
    cumulativeAfter: 3n * DOLLAR * (sequence + 1n),
  };
}
