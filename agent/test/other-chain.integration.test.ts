import { join } from "node:path";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Hex } from "viem";
import { afterAll, beforeAll, expect, it } from "vitest";
import { healthOf, rowOf } from "./support/agent-view.ts";
import { readLedger } from "./support/ledger-view.ts";
import { PROGRAMS } from "./support/modules.ts";
import { eventually, type Running } from "./support/processes.ts";
import { createRpcSwitch, type RpcSwitch } from "./support/rpc-switch.ts";
import { createWorld, example, startAnvil, type World } from "./support/world.ts";

const LIMITS = { fuel: 6_000_000n, memoryBytes: 262_144, wallSeconds: 20, outputBytes: 4_096 };
const HELLO = { program: example("hello/program.wasm"), args: ["Ada"], limits: LIMITS };
const LONG = { program: PROGRAMS.endless, limits: { ...LIMITS, fuel: 10n ** 17n, wallSeconds: 10 } };
const LIMIT = 240_000;

let world: World;
let other: Running;
let otherUrl: string;
let rpc: RpcSwitch;
beforeAll(async () => {
  world = await createWorld();
  // Same chain id, another first block.
  const { anvil, rpcUrl } = await startAnvil(["--timestamp", "1000000000"]);
  other = anvil;
  otherUrl = rpcUrl;
  rpc = await createRpcSwitch(world.rpcUrl);
}, LIMIT);
afterAll(async () => {
  rpc?.close();
  await other?.kill("SIGKILL");
  await world?.close();
});

it("does nothing on another chain behind its URL, and goes on when its own is back", { timeout: LIMIT }, async () => {
  const name = "switched";
  const agent = world.startAgent(configFile(name));
  try {
    const settling = await world.post(HELLO, { times: { window: 60 } });
    await eventually(async () => rowOf(world, name, settling)?.phase === "submitted", "one job waits for its window");
    const pricing = { unitKind: "fuel", fixedPrice: 1_000n, price: 1n } as const;
    const running = await world.post(LONG, { pricing, times: { window: 600 } });
    await eventually(async () => rowOf(world, name, running)?.phase === "running", "one job runs");

    rpc.pointTo(otherUrl);
    const health = await inAlarm(agent);
    expect(health.status).toBe("alarm");
    const before = signed(name);
    const waiting = await world.post(HELLO, { times: { window: 60 } });
    await world.chain.increaseTime({ seconds: 61 });
    await world.chain.mine({ blocks: 1 });
    await looksAtOther();
    expect(rpc.asked()).not.toContain("eth_sendRawTransaction");
    expect(signed(name)).toEqual(before);
    expect((await world.job(settling)).state).toBe("submitted");
    expect((await world.job(waiting)).state).toBe("open");
    expect((await inAlarm(agent)).live.map(({ jobId }) => jobId)).toEqual([settling, running]);

    rpc.pointTo(world.rpcUrl);
    await inState(settling, "settled-silent");
    await inState(waiting, "submitted");
    await inState(running, "submitted");
    await eventually(async () => (await healthOf(agent)).status === "ready", "the alarm is over");
    expect((await healthOf(agent)).notes.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["wrong-chain", "right-chain"]),
    );
    expect(readLedger(join(world.folder, name)).executions).toHaveLength(3);
    expect(signed(name).receipts).toBe(3);
  } finally {
    await agent.kill("SIGKILL");
  }
});

it("starts while another chain is behind its URL, and claims when its own is there", { timeout: LIMIT }, async () => {
  rpc.pointTo(otherUrl);
  const agent = world.startAgent(configFile("started-wrong"));
  try {
    await inAlarm(agent);
    const jobId = await world.post(HELLO, { times: { window: 60 } });
    await looksAtOther();
    expect((await world.job(jobId)).state).toBe("open");
    rpc.pointTo(world.rpcUrl);
    await inState(jobId, "submitted");
  } finally {
    await agent.kill("SIGKILL");
  }
});

function configFile(name: string): string {
  return world.configFile(name, { chain: { rpcUrl: rpc.url, confirmations: 1, pollMs: 100, giveUpAfterSeconds: 30 } });
}

function inAlarm(agent: Running) {
  return eventually(async () => {
    const health = await healthOf(agent);
    return health.reasons.some(({ detail }) => detail.includes("serves another chain")) && health;
  }, "the agent says that this is another chain");
}

/** Ends after some more looks at the wrong chain. */
function looksAtOther() {
  const before = rpc.asked().length;
  return eventually(async () => rpc.asked().length >= before + 10, "the agent asks the other chain");
}

/** What the agent has put its signature under. */
function signed(name: string) {
  const { receipts, transactions } = readLedger(join(world.folder, name));
  return { receipts: receipts.filter(({ signature }) => signature).length, transactions: transactions.length };
}

function inState(jobId: Hex, state: JobView["state"]): Promise<unknown> {
  return eventually(async () => (await world.job(jobId)).state === state, `job ${jobId} is ${state}`, LIMIT);
}
