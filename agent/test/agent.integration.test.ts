import { existsSync } from "node:fs";
import { join } from "node:path";
import { digestOfCid } from "@computehive/protocol/cid";
import { readResultDocument } from "@computehive/protocol/result";
import { showAccount } from "@computehive/sdk/account/show-account";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLedger } from "./support/ledger-view.ts";
import { eventually, type Running } from "./support/processes.ts";
import { createWorld, example, type World } from "./support/world.ts";

const HELLO = {
  program: example("hello/program.wasm"),
  args: ["Ada", "Grace"],
  limits: { fuel: 6_000_000n, memoryBytes: 262_144, wallSeconds: 20, outputBytes: 4_096 },
};
const LIMIT = 120_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, LIMIT);
afterAll(() => world?.close());

/** The payee's money in the escrow. */
async function earned(): Promise<bigint> {
  return (await showAccount(world.provider)).free;
}

function settled(jobId: Hex): Promise<JobView> {
  return eventually(
    async () => {
      const job = await world.job(jobId).catch(() => undefined);
      return job?.settlement && job;
    },
    `job ${jobId} is settled`,
    LIMIT,
  );
}

/** Nobody waits for the dispute window: the chain's time moves on by itself. */
async function passWindow(jobId: Hex): Promise<void> {
  await eventually(
    async () => (await world.job(jobId)).state !== "running" && (await world.job(jobId)).state !== "open",
    "the receipt is submitted",
    LIMIT,
  );
  await world.chain.increaseTime({ seconds: 6 });
  await world.chain.mine({ blocks: 1 });
}

/** One claim, one submission, one settlement, one signature: whatever happened in between. */
function expectOnce(folder: string, jobId: Hex, { mayBeReplaced = false } = {}) {
  const { executions, transactions, receipts } = readLedger(folder);
  expect(executions.filter((row) => row.jobId === jobId)).toHaveLength(1);
  for (const action of ["claim", "submit", "settle"]) {
    const versions = transactions.filter((row) => row.action === action);
    const mined = versions.filter((row) => row.status === "mined" || row.status === "final");
    expect(mined, action).toHaveLength(1);
    expect(mined[0]!.succeeded).toBe(true);
    // Others there are only where a reorg made the bytes void: with the same nonce, so that one of them can act.
    expect(
      versions.every((row) => row === mined[0] || row.status === "replaced"),
      action,
    ).toBe(true);
    expect(new Set(versions.map(({ unsigned }) => unsigned.nonce)).size, action).toBe(1);
    if (!mayBeReplaced) expect(versions, action).toHaveLength(1);
  }
  expect(receipts).toHaveLength(1);
  expect(receipts[0]!.signature).toMatch(/^0x[0-9a-f]{130}$/);
}

describe("a job through all phases", () => {
  it("is claimed, run, delivered, submitted and paid", { timeout: LIMIT }, async () => {
    const config = world.configFile("whole");
    const before = await earned();
    const agent = world.startAgent(config);
    try {
      const jobId = await world.post(HELLO);
      await passWindow(jobId);
      const job = await settled(jobId);
      const { executionId } = job.attempts[0]!;
      expect(job.state).toBe("settled-silent");
      expect((await earned()) - before).toBe(job.settlement!.amount);

      const told = await eventually(async () => {
        const execution = await world.buyerGateway.execution(executionId);
        return execution.phases.some(({ phase }) => phase === "settled") && execution;
      }, "the gateway hears of the settlement");
      expect(told.phases.map(({ phase }) => phase)).toEqual([
        "claimed",
        "fetching",
        "fetched",
        "running",
        "stored",
        "signed",
        "uploaded",
        "submitted",
        "settled",
      ]);
      expect(told.logBytes).toBe("Hello, Ada!\nHello, Grace!\n".length);
      const resultCid = told.receipt!.resultCid;
      expect(digestOfCid(resultCid)).toBe(told.receipt!.receipt.details.outputHash);
      const document = readResultDocument(await world.buyerGateway.getBlob(resultCid, { maxBytes: 100_000 }));
      const stdout = await world.buyerGateway.getBlob(document.stdout.cid, { maxBytes: 1_000 });
      expect(new TextDecoder().decode(stdout)).toBe("Hello, Ada!\nHello, Grace!\n");
      expect(document.files.map(({ path }) => path)).toEqual(["greeting.txt"]);
      await agent.kill("SIGTERM");
      expectOnce(join(world.folder, "whole"), job.jobId);
    } finally {
      await agent.kill("SIGKILL");
    }
  });
});

describe("kill -9 right after a phase is durable", () => {
  it.each(["claimed", "fetched", "running", "stored", "signed", "uploaded", "submitted"])(
    "%s: the next start goes on, and all happens once",
    { timeout: LIMIT },
    async (phase) => {
      const name = `crash-${phase}`;
      const config = world.configFile(name, { testFaults: { crashAt: phase } });
      const before = await earned();
      const jobId = await world.post(HELLO);
      const first = world.startAgent(config);
      let second: Running | undefined;
      try {
        expect(await first.ended).toBe("SIGKILL");
        expect(existsSync(join(world.folder, name, `crashed-at-${phase}`))).toBe(true);
        second = world.startAgent(config);
        await passWindow(jobId);
        const job = await settled(jobId);
        expect(job.attempts).toHaveLength(1);
        expect((await earned()) - before).toBe(job.settlement!.amount);
        await second.kill("SIGTERM");
        expectOnce(join(world.folder, name), jobId);
      } finally {
        await first.kill("SIGKILL");
        await second?.kill("SIGKILL");
      }
    },
  );
});

describe("a chain that goes back with the payment inside", () => {
  it.each([1, 3, 20])(
    "%i blocks: the ledger follows, and the job is paid once on the chain that counts",
    { timeout: LIMIT },
    async (depth) => {
      const name = `reorg-${depth}`;
      // The posting is older than the reorg: it is the buyer's, and nobody else could repeat it.
      const jobId = await world.post(HELLO);
      await world.chain.mine({ blocks: 25 });
      const agent = world.startAgent(world.configFile(name));
      try {
        await passWindow(jobId);
        const first = await settled(jobId);
        await eventually(async () => phaseOf(name, jobId) === "settled", "the ledger has the settlement");
        const passed = Number(
          (await world.publicClient.getBlockNumber({ cacheTime: 0 })) - first.settlement!.settled.blockNumber,
        );
        await reorganise(Math.max(depth, passed + 1));
        expect((await world.job(jobId)).settlement).toBeUndefined();

        const again = await settled(jobId);
        expect(again.settlement!.settled.blockHash).not.toBe(first.settlement!.settled.blockHash);
        expect(again.settlement!.receiptHash).toBe(first.settlement!.receiptHash);
        await eventually(async () => phaseOf(name, jobId) === "settled", "the ledger has the settlement again");
        await agent.kill("SIGTERM");
        expectOnce(join(world.folder, name), jobId, { mayBeReplaced: true });
      } finally {
        await agent.kill("SIGKILL");
      }
    },
  );

  it("gives up a claim whose job is gone for good, and works on", { timeout: LIMIT }, async () => {
    const name = "job-gone";
    const agent = world.startAgent(world.configFile(name, { chain: { ...chainConfig(), giveUpAfterSeconds: 3 } }));
    try {
      await world.chain.mine({ blocks: 2 });
      const height = await world.publicClient.getBlockNumber({ cacheTime: 0 });
      const gone = await world.post(HELLO);
      await eventually(async () => (await world.job(gone)).state === "submitted", "the receipt is submitted");
      await reorganise(Number((await world.publicClient.getBlockNumber({ cacheTime: 0 })) - height));
      await eventually(async () => phaseOf(name, gone) === "lost", "the execution is lost");
      const next = await world.post(HELLO);
      await passWindow(next);
      expect((await settled(next)).state).toBe("settled-silent");
    } finally {
      await agent.kill("SIGKILL");
    }
  });
});

function chainConfig() {
  return { rpcUrl: world.rpcUrl, confirmations: 1, pollMs: 100 };
}

function phaseOf(name: string, jobId: Hex) {
  return readLedger(join(world.folder, name)).executions.find((row) => row.jobId === jobId)?.phase;
}

async function reorganise(depth: number): Promise<void> {
  await world.chain.request({ method: "anvil_reorg" as never, params: [depth, []] as never });
}
