import { join } from "node:path";
import { ruleDispute } from "@computehive/sdk/arbiter/rule-dispute";
import { createHiveClient } from "@computehive/sdk/hive-client";
import { disputeJob } from "@computehive/sdk/jobs/job-actions";
import { showStake } from "@computehive/sdk/staking/stake";
import { createWalletClient, type Hex, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLedger } from "./support/ledger-view.ts";
import { PROGRAMS } from "./support/modules.ts";
import { eventually } from "./support/processes.ts";
import { createWorld, example, type World } from "./support/world.ts";

const LIMITS = { fuel: 6_000_000n, memoryBytes: 262_144, wallSeconds: 20, outputBytes: 4_096 };
const HELLO = { program: example("hello/program.wasm"), args: ["Ada"], limits: LIMITS };
/** The same program with a section that means nothing: other bytes. It greets somebody else: a result that others have too is not withheld. */
const LATE = { ...HELLO, program: Uint8Array.of(...HELLO.program, 0, 2, 1, 0x61), args: ["Eve"] };
const LIMIT = 120_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, LIMIT);
afterAll(() => world?.close());

describe("work that cannot be done", () => {
  it.each([
    ["a program that is no WebAssembly", { program: PROGRAMS.notWasm, limits: LIMITS }, "program-refused"],
    ["a program with a forbidden import", { program: PROGRAMS.forbiddenImport, limits: LIMITS }, "program-refused"],
  ])("%s is given back in time, with the reason", { timeout: LIMIT }, async (_, job, reason) => {
    const name = `declines-${reason}-${job.program.length}`;
    const agent = world.startAgent(world.configFile(name));
    try {
      const jobId = await world.post(job);
      const view = await eventually(async () => {
        const found = await world.job(jobId);
        return found.attempts[0]?.end && found;
      }, "the execution ended");
      expect(view.attempts[0]!.end).toBe("declined");
      expect(view.state).toBe("open");
      await eventually(async () => phaseOf(name, jobId)?.phase === "declined", "the ledger says so");
      expect(phaseOf(name, jobId)).toMatchObject({ reason, givenUp: { reason } });
      const told = await eventually(async () => {
        const { phases } = await world.buyerGateway.execution(view.attempts[0]!.executionId);
        return phases.find(({ phase }) => phase === "declined");
      }, "the gateway hears of it");
      expect(told.reason).toBe(reason);
      expect((await showStake(world.provider, world.provider.walletClient!.account!.address)).exposure).toBe(0n);
    } finally {
      await agent.kill("SIGKILL");
    }
  });

  it("a program that is not there yet is given back, and run when it is", { timeout: LIMIT }, async () => {
    const name = "comes-late";
    const agent = world.startAgent(world.configFile(name));
    try {
      const { program } = LATE;
      const jobId = await world.post(LATE, {}, { withheld: [program] });
      await eventually(async () => (await world.job(jobId)).attempts[0]?.end === "declined", "it is given back");
      await world.buyerGateway.putBlob(program);
      await eventually(async () => (await world.job(jobId)).state === "submitted", "it is tried again", 90_000);
      expect((await world.job(jobId)).attempts).toHaveLength(2);
    } finally {
      await agent.kill("SIGKILL");
    }
  });

  it("a program that outlasts its wall time is a result: without outputs and units", { timeout: LIMIT }, async () => {
    const name = "out-of-time";
    const agent = world.startAgent(world.configFile(name));
    try {
      const jobId = await world.post(
        { program: PROGRAMS.endless, limits: { ...LIMITS, fuel: 10n ** 17n, wallSeconds: 1 } },
        { pricing: { unitKind: "fuel", fixedPrice: 1_000n, price: 1n } },
      );
      await eventually(async () => (await world.job(jobId)).state === "submitted", "it is submitted");
      expect(phaseOf(name, jobId)!.work).toMatchObject({ outcome: "out-of-time", units: 0n });
    } finally {
      await agent.kill("SIGKILL");
    }
  });
});

describe("disputes are followed to their end", () => {
  it.each([
    ["lie", "wrong", "wrong", "refunded-resolved", "refunded"],
    ["withhold", "not-delivered", "not-delivered", "refunded-resolved", "refunded"],
    ["honest", "wrong", "upheld", "settled-resolved", "settled"],
  ] as const)(
    "%s, the buyer says %s, the arbiter says %s",
    { timeout: LIMIT },
    async (fault, complaint, finding, state, phase) => {
      const name = `dispute-${fault}`;
      const agent = world.startAgent(
        world.configFile(name, fault === "honest" ? {} : { testFaults: { [fault]: true } }),
      );
      try {
        const jobId = await world.post(HELLO);
        const view = await eventually(async () => {
          const found = await world.job(jobId);
          return found.state === "submitted" && found;
        }, "the receipt is submitted");
        const current = view.current!;
        if (fault === "withhold") {
          const { receipt } = await eventually(async () => {
            const found = await world.buyerGateway.execution(current.executionId);
            return found.receipt && found;
          }, "the receipt is there");
          expect(await world.buyerGateway.sizeOfBlob(receipt!.resultCid)).toBeUndefined();
        }
        await disputeJob(world.buyer, {
          order: view.order,
          terms: view.terms,
          execution: current.execution,
          complaint,
        });
        await eventually(async () => phaseOf(name, jobId)?.phase === "disputed", "the agent notices the dispute");
        const disputed = (await world.job(jobId)).current!;
        await ruleDispute(arbiter(), {
          order: view.order,
          terms: view.terms,
          execution: disputed.execution,
          work: disputed.submission!.work,
          finding,
          reason: "test",
        });
        expect((await world.job(jobId)).state).toBe(state);
        await eventually(async () => phaseOf(name, jobId)?.phase === phase, `the agent follows to ${phase}`);
      } finally {
        await agent.kill("SIGKILL");
      }
    },
  );
});

describe("the gateway is down", () => {
  it("when the work is done: the result is delivered and submitted once it is back", { timeout: LIMIT }, async () => {
    const name = "gateway-down";
    const config = world.configFile(name, { testFaults: { crashAt: "stored" } });
    const jobId = await world.post(HELLO);
    const first = world.startAgent(config);
    expect(await first.ended).toBe("SIGKILL");
    await world.gateway.kill("SIGKILL");
    const agent = world.startAgent(config);
    try {
      await eventually(async () => phaseOf(name, jobId)?.phase === "signed", "the receipt is signed without it");
      const health = await eventually(async () => {
        const url = /"health":"([^"]+)"/.exec(agent.output())?.[1];
        if (!url) return undefined;
        const found = (await (await fetch(`${url}/health`)).json()) as {
          status: string;
          reasons: { reason: string }[];
        };
        return found.reasons.some(({ reason }) => reason === "gateway-unreachable") && found;
      }, "the alarm is raised");
      expect(health.status).toBe("alarm");
      expect((await world.job(jobId)).state).toBe("running");
      await world.startGateway();
      await eventually(async () => (await world.job(jobId)).state === "submitted", "it is submitted");
      expect(phaseOf(name, jobId)!.delivered).toBe(true);
    } finally {
      await agent.kill("SIGKILL");
    }
  });
});

describe("an owner who stops the agent", () => {
  it("drains: what runs is finished and submitted, nothing new is claimed", { timeout: LIMIT }, async () => {
    const name = "drain";
    const agent = world.startAgent(world.configFile(name));
    const running = await world.post(HELLO);
    await eventually(async () => (await world.job(running)).state !== "open", "it is claimed");
    agent.child.kill("SIGTERM");
    const waiting = await world.post(HELLO);
    expect(await agent.ended).toBe(0);
    expect((await world.job(running)).state).toBe("submitted");
    expect((await world.job(waiting)).state).toBe("open");
  });

  it("pauses and resumes by signal, and stays paused over a restart", { timeout: LIMIT }, async () => {
    const config = world.configFile("pause");
    const first = world.startAgent(config);
    await eventually(async () => first.output().includes("the agent is up"), "the agent is up");
    first.child.kill("SIGUSR1");
    await eventually(async () => first.output().includes("paused: no new claims"), "it is paused");
    await first.kill("SIGKILL");
    const jobId = await world.post(HELLO);
    const second = world.startAgent(config);
    try {
      await eventually(
        async () => /"verdict":"refused","reasons":\[\{"reason":"paused"/.test(second.output()),
        "it refuses because it is paused",
      );
      expect((await world.job(jobId)).state).toBe("open");
      second.child.kill("SIGUSR2");
      await eventually(async () => (await world.job(jobId)).state !== "open", "it claims again");
    } finally {
      await second.kill("SIGKILL");
    }
  });
});

function phaseOf(name: string, jobId: Hex) {
  return readLedger(join(world.folder, name)).executions.find((row) => row.jobId === jobId);
}

function arbiter() {
  const account = mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex: 0 });
  const { deployment, publicClient, rpcUrl } = world;
  return createHiveClient({
    deployment,
    publicClient,
    walletClient: createWalletClient({ account, transport: http(rpcUrl) }),
  });
}
