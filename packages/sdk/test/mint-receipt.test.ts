import { receiptTokenAbi } from "@computehive/protocol/contracts";
import { receiptHashOf, workOf } from "@computehive/protocol/receipt";
import { mintReceiptHashOf, mintReceiptTypedData } from "@computehive/protocol/receipt-token";
import { hexToBigInt } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleSilent } from "../src/jobs/job-actions.ts";
import { mintReceipt, mintReceiptFor } from "../src/receipts/mint-receipt.ts";
import { startTestChain, type TestChain } from "./support/chain.ts";
import { claimed, fundedBuyer, live, posted, receiptFor, stakedNode, submitted } from "./support/market.ts";

let chain: TestChain;

beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

describe("a settled receipt", () => {
  it("is minted by its buyer, and shows itself", async () => {
    const { buyer, node, settle, settled } = await submittedJob();
    await expect(mintReceipt(buyer.client, settled)).rejects.toThrow(/does not hold receipt/);
    await settle();
    await expect(mintReceipt(node.client, settled)).rejects.toThrow(/Only the buyer/);
    await mintReceipt(buyer.client, settled);
    await expect(mintReceipt(buyer.client, settled)).rejects.toThrow(/minted already/);

    const tokenId = hexToBigInt(receiptHashOf(buyer.client.marketDomain, settled.receipt));
    const token = { address: chain.deployment.contracts.receiptToken, abi: receiptTokenAbi, args: [tokenId] } as const;
    const read = chain.publicClient.readContract;
    expect(await read({ ...token, functionName: "ownerOf" })).toBe(buyer.account.address);
    expect(await read({ ...token, functionName: "locked" })).toBe(true);
    const { name, image, attributes } = JSON.parse(decoded(await read({ ...token, functionName: "tokenURI" })));
    expect(name).toBe(`ComputeHive receipt 0x${tokenId.toString(16).padStart(64, "0").slice(0, 16)}`);
    expect(attributes).toContainEqual({ trait_type: "units", value: settled.receipt.units.toString() });
    expect(attributes).toContainEqual({ trait_type: "settled", value: "the buyer was silent" });
    expect(decoded(image)).toMatch(/^<svg [\s\S]*<\/svg>$/);
  });

  it("is minted for a buyer who only signs", async () => {
    const { buyer, node, settle, settled } = await submittedJob();
    await settle();
    const domain = { chainId: chain.deployment.chainId, address: chain.deployment.contracts.receiptToken };
    const receiptHash = receiptHashOf(buyer.client.marketDomain, settled.receipt);
    const { timestamp } = await chain.publicClient.getBlock();
    const mint = { receiptHash, deadline: Number(timestamp) + 600 };
    expect(mintReceiptHashOf(domain, mint)).toBe(
      await chain.publicClient.readContract({
        address: domain.address,
        abi: receiptTokenAbi,
        functionName: "hashMintReceipt",
        args: [receiptHash, mint.deadline],
      }),
    );
    const signature = await buyer.account.signTypedData(mintReceiptTypedData(domain, mint));
    const late = { ...settled, deadline: 1, signature };
    await expect(mintReceiptFor(node.client, late)).rejects.toThrow(/sign a new one/);
    const other = { ...settled, deadline: mint.deadline + 1, signature };
    await expect(mintReceiptFor(node.client, other)).rejects.toThrow(/not the signature of the buyer/);
    await mintReceiptFor(node.client, { ...settled, deadline: mint.deadline, signature });
  });
});

async function submittedJob() {
  const buyer = await fundedBuyer(chain);
  const node = await stakedNode(chain);
  const job = await posted(chain, buyer);
  const running = await claimed(node, job);
  const receipt = receiptFor(running);
  const { execution } = live(await submitted(node, running, receipt)).current;
  const settle = async () => {
    await chain.pass(job.order.window + 1);
    await settleSilent(node.client, { ...job, execution, work: workOf(receipt) });
  };
  return { buyer, node, settle, settled: { receipt, order: job.order, terms: job.terms } };
}

function decoded(uri: string): string {
  return Buffer.from(uri.split(";base64,")[1] ?? "", "base64").toString();
}
