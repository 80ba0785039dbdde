import { type Channel, channelIdOf, voucherDigestOf } from "@computehive/protocol/channel";
import { receiptsAbi } from "@computehive/protocol/contracts";
import { CONTEXT_CHANNEL, type Receipt, receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import {
  channelExecutionIdOf,
  isReceiptIn,
  receiptLeafOf,
  receiptSiblingsOf,
  receiptsRootOf,
} from "@computehive/protocol/receipt-tree";
import { recordOf } from "@computehive/protocol/testing/random-typed-data";
import fc from "fast-check";
import { type Hex, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HiveClient } from "../src/hive-client.ts";
import { channelCastCallLine } from "../src/verify/cast-call.ts";
import { startTestChain, type TestChain } from "./support/chain.ts";

let chain: TestChain;
let client: HiveClient;
const signer = privateKeyToAccount(generatePrivateKey());

beforeAll(async () => {
  chain = await startTestChain();
  client = (await chain.party()).client;
});
afterAll(() => chain.stop());

describe("receipts of a channel", () => {
  it("lie in trees that the contract reads as we do", async () => {
    const { Receipt, ReceiptDetails } = receiptTypedData(client.marketDomain, {} as Receipt).types;
    const receipt = fc
      .tuple(recordOf<Omit<Receipt, "details">>(Receipt.slice(0, -1)), recordOf<Receipt["details"]>(ReceiptDetails))
      .map(([part, details]): Receipt => ({ ...part, details }));
    const said = fc.record({ receipt, cumulativeAfter: fc.bigInt(0n, 2n ** 96n - 1n) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.boolean(),
        async (all, at, isBent) => {
          const leaves = all.map(leafOf);
          const index = at % all.length;
          const { receipt, cumulativeAfter } = all[index] as (typeof all)[number];
          const receiptsRoot = receiptsRootOf(leaves);
          const siblings = receiptSiblingsOf(leaves, index);
          if (isBent) siblings.push(leaves[0] as Hex);
          const answer = await ask(receipt, { cumulativeAfter, siblings, receiptsRoot, cumulative: cumulativeAfter });
          expect(answer.receiptHash).toBe(receiptHashOf(client.marketDomain, receipt));
          expect(answer.included).toBe(isReceiptIn(receiptsRoot, leaves[index] as Hex, siblings));
          expect(answer.included).toBe(!isBent);
          expect(await read("leafOf", [answer.receiptHash, receipt.details.sequence, cumulativeAfter])).toBe(
            leaves[index],
          );
          expect(await read("channelExecutionIdOf", [receiptsRoot, receipt.details.sequence])).toBe(
            channelExecutionIdOf(receiptsRoot, receipt.details.sequence),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it("are signed for by the channel's signer, and printed for a shell", async () => {
    const channel = channelOf();
    const channelId = channelIdOf(channel);
    const receipt = receiptOn(channelId, 0n);
    const leaf = leafOf({ receipt, cumulativeAfter: 5n });
    const voucher = { channelId, cumulative: 5n, receiptsRoot: receiptsRootOf([leaf, leaf]) };
    const domain = { chainId: chain.deployment.chainId, address: chain.deployment.contracts.escrow };
    const signature = await signer.sign({ hash: voucherDigestOf(domain, voucher) });
    const proof = { cumulativeAfter: 5n, siblings: [leaf], ...voucher, signature };
    expect(await ask(receipt, proof)).toMatchObject({
      covered: false,
      state: 0,
      consistent: true,
      included: true,
      signed: true,
      redeemed: 0n,
    });
    const line = channelCastCallLine(chain.deployment, { receipt, channel, proof }, { rpcUrl: "http://localhost" });
    expect(line).toContain(`cast call ${chain.deployment.contracts.receipts} 'verifyChannel((bytes32,`);
    expect(line).toContain(`'(5,[${leaf}],5,${voucher.receiptsRoot},${signature})' --rpc-url 'http://localhost'`);
  });
});

interface Shown {
  cumulativeAfter: bigint;
  siblings: Hex[];
  cumulative: bigint;
  receiptsRoot: Hex;
  signature?: Hex;
}

function ask(receipt: Receipt, { signature = "0x", ...shown }: Shown) {
  return client.publicClient.readContract({
    address: chain.deployment.contracts.receipts,
    abi: receiptsAbi,
    functionName: "verifyChannel",
    args: [receipt, channelOf(), { ...shown, signature }],
  });
}

function read(functionName: "leafOf" | "channelExecutionIdOf", args: readonly unknown[]) {
  return client.publicClient.readContract({
    address: chain.deployment.contracts.receipts,
    abi: receiptsAbi,
    functionName,
    args: args as never,
  });
}

function leafOf({ receipt, cumulativeAfter }: { receipt: Receipt; cumulativeAfter: bigint }): Hex {
  const receiptHash = receiptHashOf(client.marketDomain, receipt);
  return receiptLeafOf({ receiptHash, sequence: receipt.details.sequence, cumulativeAfter });
}

function channelOf(): Channel {
  const payer = zeroAddress;
  return { payer, signer: signer.address, payee: payer, token: payer, closeDelay: 60, salt: 1n };
}

function receiptOn(channelId: Hex, sequence: bigint): Receipt {
  const nothing = `0x${"00".repeat(32)}` as const;
  return {
    executionId: channelExecutionIdOf(channelId, sequence),
    node: zeroAddress,
    units: 5n * 10n ** 6n,
    details: {
      contextKind: CONTEXT_CHANNEL,
      contextId: channelId,
      buyer: zeroAddress,
      sequence,
      manifestHash: nothing,
      programHash: nothing,
      inputHash: nothing,
      outputHash: nothing,
      outcome: 0,
      exitCode: 0,
      unitKind: 2,
      unitSize: 10n ** 6n,
      fixedPrice: 0n,
      price: 1n,
      amount: 5n,
      token: zeroAddress,
      startedAt: 0,
      endedAt: 0,
      energyMilliwattHours: 0n,
      attestationId: nothing,
    },
  };
}
