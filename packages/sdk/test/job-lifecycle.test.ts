import { receiptHashOf, receiptTypedData, recordedReceiptHash, workOf } from "@computehive/protocol/receipt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showAccount } from "../src/account/show-account.ts";
import { readArbiterFee, ruleDispute } from "../src/arbiter/rule-dispute.ts";
import { readEarnings } from "../src/earnings.ts";
import {
  cancelJob,
  declineJob,
  disputeJob,
  expireJob,
  lapseJob,
  resolveByTimeout,
  settleCosigned,
  settleSilent,
} from "../src/jobs/job-actions.ts";
import { listJobs } from "../src/jobs/list-jobs.ts";
import { JobUnknownError, readJob } from "../src/jobs/read-job.ts";
import { showStake } from "../src/staking/stake.ts";
import { CallRefusedError } from "../src/write.ts";
import { arbiterOf, type Party, startTestChain, type TestChain } from "./support/chain.ts";
import {
  claimed,
  DOLLAR,
  fundedBuyer,
  live,
  posted,
  receiptFor,
  stakedNode,
  submitted,
  type TestNode,
} from "./support/market.ts";

let chain: TestChain;
let buyer: Party;
let node: TestNode;

beforeAll(async () => {
  chain = await startTestChain();
  buyer = await fundedBuyer(chain);
  node = await stakedNode(chain);
});
afterAll(() => chain.stop());

/** Free money of buyer and payee before and after. */
async function changes(action: () => Promise<unknown>): Promise<{ buyer: bigint; payee: bigint }> {
  const free = async () =>
    [(await showAccount(buyer.client)).free, (await showAccount(node.provider.client)).free] as const;
  const before = await free();
  await action();
  const after = await free();
  return { buyer: after[0] - before[0], payee: after[1] - before[1] };
}

describe("a job", () => {
  it("is posted, claimed, submitted and settled by silence", async () => {
    const job = await posted(chain, buyer);
    expect(job.order.maxPay).toBe(5n * DOLLAR);
    expect(await readJob(buyer.client, job.jobId)).toMatchObject({
      state: "open",
      attempt: 0,
      current: undefined,
      order: job.order,
      terms: job.terms,
    });

    const running = await claimed(node, job);
    expect(running).toMatchObject({ state: "running", attempts: [{ attempt: 0, end: undefined }] });
    const receipt = receiptFor(running);
    const view = live(await submitted(node, running, receipt));
    const receiptHash = receiptHashOf(node.client.marketDomain, receipt);
    expect(view).toMatchObject({ state: "submitted", current: { submission: { work: workOf(receipt), receiptHash } } });

    const settling = { ...job, execution: view.current.execution, work: workOf(receipt) };
    await expect(settleSilent(node.client, settling)).rejects.toThrow(/may dispute until .*settle after that/);
    await chain.pass(job.order.window + 1);
    const moved = await changes(() => settleSilent(node.client, settling));
    expect(moved).toEqual({ payee: 4n * DOLLAR, buyer: DOLLAR + job.order.bond });

    const settled = await readJob(buyer.client, job.jobId);
    expect(settled.state).toBe("settled-silent");
    expect(settled.settlement).toMatchObject({
      node: node.account.address,
      units: receipt.units,
      amount: 4n * DOLLAR,
      receiptHash,
    });
    expect(settled.attempts).toMatchObject([{ end: "settled" }]);
    expect(recordedReceiptHash(receiptHash).slice(0, 64)).toBe(receiptHash.slice(0, 64));
  });

  it("is settled by both signatures, sent by anybody, before anything is submitted", async () => {
    const job = await posted(chain, buyer);
    const view = live(await claimed(node, job));
    const receipt = receiptFor(view);
    const data = receiptTypedData(node.client.marketDomain, receipt);
    const [nodeSignature, buyerSignature] = await Promise.all([
      node.account.signTypedData(data),
      buyer.account.signTypedData(data),
    ]);
    const stranger = await chain.party();
    const settling = {
      ...job,
      execution: view.current.execution,
      work: workOf(receipt),
      nodeSignature,
      buyerSignature,
    };
    await expect(settleCosigned(stranger.client, { ...settling, buyerSignature: nodeSignature })).rejects.toThrow(
      /not signed by the buyer/,
    );
    expect(await changes(() => settleCosigned(stranger.client, settling))).toEqual({
      payee: 4n * DOLLAR,
      buyer: DOLLAR + job.order.bond,
    });
    expect(await readJob(buyer.client, job.jobId)).toMatchObject({
      state: "settled-cosigned",
      settlement: { amount: 4n * DOLLAR },
    });
  });

  it("is declined, claimed again, expires, and lapses", async () => {
    const { timestamp } = await chain.publicClient.getBlock();
    const job = await posted(chain, buyer, { claimBefore: Number(timestamp) + 1_000, runTime: 100 });
    const first = live(await claimed(node, job));
    await declineJob(node.client, { jobId: job.jobId, execution: first.current.execution });
    expect(await readJob(node.client, job.jobId)).toMatchObject({
      state: "open",
      attempt: 1,
      current: undefined,
      attempts: [{ end: "declined" }],
    });

    const second = live(await claimed(node, job));
    expect(second.current.attempt).toBe(1);
    await expect(expireJob(buyer.client, { ...job, execution: second.current.execution })).rejects.toThrow(
      CallRefusedError,
    );
    await chain.pass(101);
    await expireJob(buyer.client, { ...job, execution: second.current.execution });
    expect(await readJob(node.client, job.jobId)).toMatchObject({
      state: "open",
      attempt: 2,
      attempts: [{ end: "declined" }, { end: "expired" }],
    });

    await chain.pass(1_000);
    const back = await changes(() => lapseJob(node.client, job));
    expect(back.buyer).toBe(job.order.maxPay + job.order.bond);
    expect(await readJob(node.client, job.jobId)).toMatchObject({ state: "lapsed", current: undefined });
  });

  it("is cancelled while it is open", async () => {
    const job = await posted(chain, buyer);
    await expect(cancelJob(node.client, job)).rejects.toThrow(/Only the buyer/);
    expect((await changes(() => cancelJob(buyer.client, job))).buyer).toBe(job.order.maxPay + job.order.bond);
    expect(await readJob(buyer.client, job.jobId)).toMatchObject({ state: "cancelled", attempts: [] });
  });

  it.each([
    ["upheld", "settled-resolved"],
    ["wrong", "refunded-resolved"],
    ["not-delivered", "refunded-resolved"],
  ] as const)("is disputed and found %s", async (finding, state) => {
    const job = await posted(chain, buyer);
    const running = await claimed(node, job);
    const receipt = receiptFor(running);
    const before = live(await submitted(node, running, receipt));
    await disputeJob(buyer.client, { ...job, execution: before.current.execution, complaint: "wrong" });
    const disputed = live(await readJob(buyer.client, job.jobId));
    expect(disputed).toMatchObject({ state: "disputed", current: { dispute: { complaint: "wrong" } } });

    const fee = await readArbiterFee(buyer.client);
    const stake = await showStake(node.client, node.provider.account.address);
    const ruling = { ...job, execution: disputed.current.execution, work: workOf(receipt), finding, reason: "Seen." };
    await expect(ruleDispute(buyer.client, ruling)).rejects.toThrow(/Only the arbiter/);
    const moved = await changes(() => ruleDispute(arbiterOf(chain), ruling));
    const after = await showStake(node.client, node.provider.account.address);
    if (finding === "upheld") {
      expect(moved).toEqual({ payee: 4n * DOLLAR + job.order.bond - fee, buyer: DOLLAR });
      expect(after.active).toBe(stake.active);
    } else {
      expect(moved).toEqual({ payee: 0n, buyer: job.order.maxPay + job.order.bond });
      expect(after.active).toBe(stake.active - job.order.exposure);
    }
    expect(after.exposure).toBe(stake.exposure - job.order.exposure);
    expect((await readJob(buyer.client, job.jobId)).state).toBe(state);
  });

  it("is split where the arbiter stays silent", async () => {
    const job = await posted(chain, buyer);
    const running = await claimed(node, job);
    const receipt = receiptFor(running);
    const before = live(await submitted(node, running, receipt));
    await disputeJob(buyer.client, { ...job, execution: before.current.execution, complaint: "not-delivered" });
    const { current } = live(await readJob(buyer.client, job.jobId));
    await chain.pass(job.terms.verdictTime + 1);
    const moved = await changes(() =>
      resolveByTimeout(node.client, { ...job, execution: current.execution, work: workOf(receipt) }),
    );
    expect(moved).toEqual({ payee: 2n * DOLLAR, buyer: 3n * DOLLAR + job.order.bond });
    expect((await readJob(buyer.client, job.jobId)).state).toBe("settled-split");
  });

  it("is unknown where nobody posted it", async () => {
    await expect(readJob(buyer.client, `0x${"12".repeat(32)}`)).rejects.toThrow(JobUnknownError);
  });
});

describe("lists", () => {
  it("jobs by buyer, resource class and state", async () => {
    const other = await fundedBuyer(chain);
    const one = await posted(chain, other);
    const two = await posted(chain, other);
    await cancelJob(other.client, two);
    const mine = await listJobs(buyer.client, { buyer: other.account.address });
    expect(mine.map(({ jobId, state }) => [jobId, state])).toEqual([
      [one.jobId, "open"],
      [two.jobId, "cancelled"],
    ]);
    expect(
      await listJobs(buyer.client, { buyer: other.account.address, states: ["open"], resourceClass: "cpu.v1" }),
    ).toMatchObject([one]);
    expect(await listJobs(buyer.client, { buyer: other.account.address, resourceClass: "gpu.h200" })).toEqual([]);
    await cancelJob(other.client, one);
  });

  it("what a provider earned, equal to its account", async () => {
    const provider = node.provider.account.address;
    const earnings = await readEarnings(buyer.client, { provider });
    // Put in: 500; staked: 400.
    expect(earnings.total).toBe((await showAccount(buyer.client, provider)).free - 100n * DOLLAR);
    expect(earnings.expiredCount).toBe(1);
    expect(earnings.earnings.length).toBeGreaterThan(earnings.settledCount);
    expect(await readEarnings(buyer.client, { provider: buyer.account.address })).toMatchObject({
      total: 0n,
      earnings: [],
    });
  });
});
