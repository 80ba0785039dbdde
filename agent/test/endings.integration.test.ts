import { workOf } from "@computehive/protocol/receipt";
import { showAccount } from "@computehive/sdk/account/show-account";
import { signStep } from "@computehive/sdk/carrier/buyer-step";
import { statementRequest } from "@computehive/sdk/carrier/statement-request";
import { JobDisputedError } from "@computehive/sdk/jobs/assert-undisputed";
import { disputeJob, expireJob, settleCosigned } from "@computehive/sdk/jobs/job-actions";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { showStake } from "@computehive/sdk/staking/stake";
import { write } from "@computehive/sdk/write";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { hasCaughtUp, healthOf, rowOf, sentFor } from "./support/agent-view.ts";
import { eventually, type Running } from "./support/processes.ts";
import { createWorld, example, type World } from "./support/world.ts";

const HELLO = {
  program: example("hello/program.wasm"),
  args: ["Ada"],
  limits: { fuel: 6_000_000n, memoryBytes: 262_144, wallSeconds: 20, outputBytes: 4_096 },
};
const LIMIT = 240_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, LIMIT);
afterAll(() => world?.close());

describe("a resolver that stays silent", () => {
  it("costs the agent no more than its part of the split, which it collects by itself", {
    timeout: LIMIT,
  }, async () => {
    const name = "split";
    const agent = startAgent(world.configFile(name));
    const before = await earned();
    const jobId = await world.post(HELLO, { times: { window: 60, verdictTime: 30 } });
    const view = await inState(jobId, "submitted");
    await disputeJob(world.buyer, { ...view, execution: view.current!.execution, complaint: "wrong" });
    await eventually(async () => rowOf(world, name, jobId)?.phase === "disputed", "the agent notices the dispute");
    await hasCaughtUp(agent, world);
    expect(sentFor(world, name, jobId).map(({ action }) => action)).toEqual(["submit"]);

    await pass(31);
    const { settlement } = await inState(jobId, "settled-split");
    const row = await inPhase(name, jobId, "settled");
    expect(row).toMatchObject({
      reason: "resolver-silent",
      settlement: { state: "settled-split", amount: settlement!.amount },
    });
    expect(settlement!.amount).toBeGreaterThan(0n);
    expect((await earned()) - before).toBe(settlement!.amount);
    expect(sentFor(world, name, jobId)).toMatchObject([
      { action: "submit", succeeded: true },
      { action: "resolveByTimeout", succeeded: true, hash: settlement!.settled.transactionHash },
    ]);
  });
});

describe("a dispute", () => {
  it("is ended by no acceptance, also not by one that was signed before: the agent waits, and sends nothing", {
    timeout: LIMIT,
  }, async () => {
    const name = "accepted-late";
    const agent = startAgent(world.configFile(name));
    const jobId = await world.post(HELLO, { times: { window: 60, verdictTime: 30 } });
    const view = await inState(jobId, "submitted");
    const { executionId, execution, submission } = view.current!;
    const { receipt: upload } = await world.buyerGateway.execution(executionId);
    const accepting = { kind: "accept", ...view, executionId, work: submission!.work } as const;
    const { receipt } = upload!;
    const signed = await signStep(world.buyer, { ...accepting, execution, receipt }, { fee: 0n });
    await disputeJob(world.buyer, { ...view, execution, complaint: "wrong" });
    await eventually(async () => rowOf(world, name, jobId)?.phase === "disputed", "the agent notices the dispute");

    const { current } = await world.job(jobId);
    await expect(
      signStep(world.buyer, { ...accepting, execution: current!.execution, receipt }, { fee: 0n }),
    ).rejects.toThrow(JobDisputedError);
    await expect(write(world.provider, statementRequest(world.deployment, signed))).rejects.toThrow(
      /not the current one|disputed/,
    );
    await pass(20);
    await hasCaughtUp(agent, world);
    expect(rowOf(world, name, jobId)).toMatchObject({ phase: "disputed" });
    expect(sentFor(world, name, jobId).map(({ action }) => action)).toEqual(["submit"]);

    await pass(11);
    expect(await inPhase(name, jobId, "settled")).toMatchObject({ reason: "resolver-silent" });
  });
});

describe("an agent that was down when it should have submitted", () => {
  it.each([
    ["by itself", "running"],
    ["by itself", "uploaded"],
    ["by somebody else", "fetched"],
  ])("has it ended %s, writes it down, and works on in the same slot (%s)", { timeout: LIMIT }, async (by, phase) => {
    const name = `expired-${phase}`;
    const config = world.configFile(name, { limits: { slots: 1 }, testFaults: { crashAt: phase } });
    const first = startAgent(config);
    const jobId = await world.post(HELLO);
    expect(await first.ended).toBe("SIGKILL");
    const view = await world.job(jobId);
    await passUntil(view.current!.execution.submitBy + (by === "by itself" ? 31 : 1));
    if (by === "by somebody else") await expireJob(world.buyer, { ...view, execution: view.current!.execution });

    const agent = startAgent(config);
    const row = await inPhase(name, jobId, "expired");
    expect(row.reason).toBe("expired");
    expect((await world.job(jobId)).attempts).toMatchObject([{ end: "expired" }]);
    expect(sentFor(world, name, jobId).map(({ action }) => action)).toEqual(by === "by itself" ? ["expire"] : []);
    const provider = world.provider.walletClient!.account!.address;
    expect((await showStake(world.provider, provider)).exposure).toBe(0n);
    const told = await eventually(async () => {
      const { phases } = await world.buyerGateway.execution(row.executionId);
      return phases.find((report) => report.phase === "failed");
    }, "the gateway hears of it");
    expect(told.reason).toBe("expired");

    const next = await world.post(HELLO, { times: { window: 60 } });
    await inState(next, "submitted");
    // Not again what it let expire once.
    expect((await world.job(jobId)).state).toBe("open");
    await pass(61);
    await inState(next, "settled-silent");
    await eventually(async () => (await healthOf(agent)).capacity.used === 0, "its slot is free");
  });
});

describe("a buyer who agrees", () => {
  it("to the submitted receipt pays at once: the agent books it and settles nothing", { timeout: LIMIT }, async () => {
    const name = "agreed";
    const agent = startAgent(world.configFile(name));
    const before = await earned();
    const jobId = await world.post(HELLO, { times: { window: 60 } });
    const view = await inState(jobId, "submitted");
    const { execution, submission } = view.current!;
    await settleCosigned(world.buyer, { ...view, execution, work: submission!.work });
    await expectBooked(agent, name, jobId, { before, sent: ["submit"] });
  });

  it("before the receipt is submitted pays at once: the agent submits nothing", { timeout: LIMIT }, async () => {
    const name = "agreed-early";
    const config = world.configFile(name, { testFaults: { crashAt: "uploaded" } });
    const before = await earned();
    const first = startAgent(config);
    const jobId = await world.post(HELLO, { times: { window: 60 } });
    expect(await first.ended).toBe("SIGKILL");
    const view = await world.job(jobId);
    const { executionId, execution } = view.current!;
    const { receipt: upload } = await world.buyerGateway.execution(executionId);
    const { receipt, nodeSignature } = upload!;
    await settleCosigned(world.buyer, { ...view, execution, work: workOf(receipt), nodeSignature });
    const agent = startAgent(config);
    await expectBooked(agent, name, jobId, { before, sent: [] });
  });
});

describe("a result that cannot be delivered", () => {
  it("is submitted at the last moment, and cashed in only when it is delivered", { timeout: LIMIT }, async () => {
    const name = "last-moment";
    const slackSeconds = 80;
    const accept = { floor: { fixedPrice: "0", price: "0" }, slackSeconds };
    const config = world.configFile(name, { accept, testFaults: { crashAt: "stored" } });
    const first = startAgent(config);
    const jobId = await world.post(HELLO);
    expect(await first.ended).toBe("SIGKILL");
    await world.gateway.kill("SIGKILL");
    const agent = startAgent(config);
    await inPhase(name, jobId, "signed");
    const { submitBy } = (await world.job(jobId)).current!.execution;
    await passUntil(submitBy - slackSeconds);
    await hasCaughtUp(agent, world);
    expect((await world.job(jobId)).state).toBe("running");

    await passUntil(submitBy - slackSeconds / 2);
    await inState(jobId, "submitted");
    await pass(6);
    await hasCaughtUp(agent, world);
    expect(rowOf(world, name, jobId)).toMatchObject({ phase: "submitted", local: "signed", delivered: false });
    expect(sentFor(world, name, jobId).map(({ action }) => action)).toEqual(["submit"]);
    expect((await healthOf(agent)).reasons.map(({ reason }) => reason)).toContain("gateway-unreachable");

    await world.startGateway();
    await inState(jobId, "settled-silent");
    expect(await inPhase(name, jobId, "settled")).toMatchObject({ local: "uploaded", delivered: true });
  });
});

async function expectBooked(
  agent: Running,
  name: string,
  jobId: Hex,
  { before, sent }: { before: bigint; sent: string[] },
): Promise<void> {
  const { settlement } = await inState(jobId, "settled-cosigned");
  const { amount, settled } = settlement!;
  expect(await inPhase(name, jobId, "settled")).toMatchObject({
    reason: "paid-by-agreement",
    settlement: { state: "settled-cosigned", amount, transactionHash: settled.transactionHash },
  });
  expect((await earned()) - before).toBe(amount);
  await pass(200);
  await hasCaughtUp(agent, world);
  expect(sentFor(world, name, jobId).map(({ action }) => action)).toEqual(sent);
  expect((await healthOf(agent)).live).toEqual([]);
}

/** The payee's money in the escrow. */
async function earned(): Promise<bigint> {
  return (await showAccount(world.provider)).free;
}

/** An agent that does not outlive its test, however that ends. */
function startAgent(config: string): Running {
  const agent = world.startAgent(config);
  onTestFinished(() => agent.kill("SIGKILL"));
  return agent;
}

function inState(jobId: Hex, state: JobView["state"]): Promise<JobView> {
  return eventually(async () => {
    const job = await world.job(jobId);
    return job.state === state && job;
  }, `job ${jobId} is ${state}`);
}

function inPhase(name: string, jobId: Hex, phase: string) {
  return eventually(async () => {
    const row = rowOf(world, name, jobId);
    return row?.phase === phase && row;
  }, `the ledger has ${jobId} as ${phase}`);
}

async function pass(seconds: number): Promise<void> {
  const { timestamp } = await world.publicClient.getBlock();
  await passUntil(Number(timestamp) + seconds);
}

/** Mines a block of exactly this second: blocks in quick succession run ahead of the clock that `increaseTime` moves. */
async function passUntil(time: number): Promise<void> {
  await world.chain.setNextBlockTimestamp({ timestamp: BigInt(time) });
  await world.chain.mine({ blocks: 1 });
}
