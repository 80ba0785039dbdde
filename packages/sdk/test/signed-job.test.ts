import { escrowAbi, jobMarketAbi, testDollarAbi } from "@computehive/protocol/contracts";
import { jobIdOf } from "@computehive/protocol/order";
import { receiptTypedData, workOf } from "@computehive/protocol/receipt";
import { signedClaimIn } from "@computehive/protocol/signed-claim";
import { concat, encodeFunctionData, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drip } from "../src/faucet.ts";
import { listJobs } from "../src/jobs/list-jobs.ts";
import { readJob } from "../src/jobs/read-job.ts";
import {
  cancelJobFor,
  claimSignedJob,
  disputeJobFor,
  proveEquivocation,
  signCancellation,
  signDispute,
  signOrder,
} from "../src/jobs/signed-job.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { fundedBuyer, live, receiptFor, stakedNode, submitted, type TestNode, testOrder } from "./support/market.ts";

let chain: TestChain;
let node: TestNode;
let stranger: Party;

beforeAll(async () => {
  chain = await startTestChain();
  node = await stakedNode(chain);
  stranger = await chain.party();
});
afterAll(() => chain.stop());

/** A wallet with test dollars, without a deposit. */
async function wallet(): Promise<Party> {
  const party = await chain.party();
  await drip(party.client);
  return party;
}

async function balances({ account: { address } }: Party) {
  const { token, escrow } = chain.deployment.contracts;
  const read = chain.publicClient.readContract;
  const held = await read({ address: token, abi: testDollarAbi, functionName: "balanceOf", args: [address] });
  const args = [address, token] as const;
  const { free } = await read({ address: escrow, abi: escrowAbi, functionName: "accountOf", args });
  return { held, free };
}

describe("a signed order", () => {
  it("is paid from the account, claimed, and read back from its claim", async () => {
    const buyer = await fundedBuyer(chain);
    const offering = await testOrder(chain, buyer);
    const before = await balances(buyer);
    const { jobId } = await claimSignedJob(node.client, await signOrder(buyer.client, offering));
    const view = await readJob(stranger.client, jobId);
    expect(view).toMatchObject({ state: "running", ...offering });
    expect(await balances(buyer)).toEqual({
      ...before,
      free: before.free - offering.order.maxPay - offering.order.bond,
    });
    const listed = await listJobs(stranger.client, { buyer: buyer.account.address });
    expect(listed).toMatchObject([{ jobId, state: "running", ...offering }]);
  });

  it("is paid from the wallet by one signature, without account, operator or gas", async () => {
    const buyer = await wallet();
    await chain.testClient.setBalance({ address: buyer.account.address, value: 0n });
    const offering = await testOrder(chain, buyer, { funding: 1 });
    const before = await balances(buyer);
    const { jobId } = await claimSignedJob(node.client, await signOrder(buyer.client, offering));
    const funded = offering.order.maxPay + offering.order.bond;
    expect(await balances(buyer)).toEqual({ held: before.held - funded, free: 0n });

    // A wrong result: the dispute, too, needs no gas of the buyer.
    const running = await readJob(node.client, jobId);
    const shown = live(await submitted(node, running, receiptFor(running)));
    const { executionId, execution } = shown.current;
    const statement = { executionId, receiptHash: execution.receiptHash, complaint: "wrong" } as const;
    const signature = await signDispute(buyer.client, statement);
    await disputeJobFor(stranger.client, { ...offering, execution, complaint: "wrong", signature });
    expect((await readJob(stranger.client, jobId)).state).toBe("disputed");
  });

  it("is cancelled by a signature that a stranger carries, and nobody claims it then", async () => {
    const buyer = await wallet();
    const offering = await testOrder(chain, buyer, { funding: 1 });
    const claim = await signOrder(buyer.client, offering);
    const jobId = jobIdOf(buyer.client.marketDomain, offering.order, offering.terms);
    await cancelJobFor(stranger.client, { ...offering, signature: await signCancellation(buyer.client, jobId) });
    await expect(claimSignedJob(node.client, claim)).rejects.toThrow("The job is cancelled");
  });

  it("is refused with a sentence where a term was swapped after signing", async () => {
    const buyer = await fundedBuyer(chain);
    const { order, terms } = await testOrder(chain, buyer);
    const { signature } = await signOrder(buyer.client, { order, terms });
    const swapped = { order: { ...order, price: order.price + 1n }, terms, signature };
    await expect(claimSignedJob(node.client, swapped)).rejects.toThrow("This is not signed by the buyer");
  });

  it("is found inside another call's data, and nothing else is taken for it", async () => {
    const buyer = await fundedBuyer(chain);
    const offering = await testOrder(chain, buyer);
    const claim = await signOrder(buyer.client, offering);
    const domain = buyer.client.marketDomain;
    const jobId = jobIdOf(domain, offering.order, offering.terms);
    const { order, terms, signature } = claim;
    const args = [order, terms, signature] as const;
    const data = encodeFunctionData({ abi: jobMarketAbi, functionName: "claimSigned", args });
    expect(signedClaimIn(data, jobId, domain)).toEqual(claim);
    expect(signedClaimIn(concat(["0xabcdef01", data.slice(0, 10) as Hex, data, "0xffff"]), jobId, domain)).toEqual(
      claim,
    );
    expect(signedClaimIn(data, `0x${"12".repeat(32)}`, domain)).toBeUndefined();
    expect(signedClaimIn(data.slice(0, -200) as Hex, jobId, domain)).toBeUndefined();
    expect(signedClaimIn("0x", jobId, domain)).toBeUndefined();
  });
});

describe("two signed receipts of one execution", () => {
  it("give the buyer everything back and burn the exposure", async () => {
    const buyer = await fundedBuyer(chain);
    const offering = await testOrder(chain, buyer);
    const { jobId } = await claimSignedJob(node.client, await signOrder(buyer.client, offering));
    const view = live(await readJob(node.client, jobId));
    const receipts = [receiptFor(view), receiptFor(view, { units: 1n })];
    const [one, other] = await Promise.all(
      receipts.map(async (receipt) => ({
        work: workOf(receipt),
        nodeSignature: await node.account.signTypedData(receiptTypedData(node.client.marketDomain, receipt)),
      })),
    );
    const { execution } = view.current;
    await proveEquivocation(stranger.client, { ...offering, execution, one: one!, other: other! });
    const ended = await readJob(stranger.client, jobId);
    expect(ended).toMatchObject({ state: "refunded-equivocation", settlement: { amount: 0n } });
  });
});
