import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClient, http } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Terminal, terminal } from "./support/hive.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";

const HELLO = join(import.meta.dirname, "../../programs/hello/program.wasm");
const SIGNED = ["job", "post", HELLO, "--sign", "wallet", "--window", "30m", "--exclusive", "10m", "--yes"];

/** It never holds the chain's coin: everything it does after its order is carried by the gateway. One of the nodes lies. */
describe("a wallet with test dollars and no coin", () => {
  let stack: RunningStack;
  let folder: string;
  let buyer: Terminal;
  let arbiter: Terminal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-carried-"));
    stack = await startStack({ folder, flags: ["--no-demo"], faults: { a: "lie" } });
    buyer = terminal({ stack: stackPath(stack), as: "buyer" });
    arbiter = terminal({ stack: stackPath(stack), as: "arbiter" });
    const { address } = stack.stackFile.accounts["buyer"]!;
    const chain = createTestClient({ mode: "anvil", transport: http(stack.stackFile.chain.rpcUrl) });
    await chain.setBalance({ address, value: 0n });
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("buys a job, has its wrong result disputed, and takes its refund home", async () => {
    const before = await account();
    const jobId = await submitted("a");
    const watched = await buyer.run("watch", "--once");
    expect(watched.code, watched.stderr).toBe(0);
    expect(watched.stderr).toContain("You sign; the gateway sends and pays");
    expect(watched.stdout).toContain(`Disputed ${jobId}: wrong.`);
    const refused = await buyer.run("job", "accept", jobId);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("A dispute cannot be taken back");
    const ruling = ["--finding", "wrong", "--reason", "Run again: another result."];
    const ruled = await arbiter.json<{ state: string }>("arbiter", "rule", jobId, ...ruling);
    expect(ruled.state).toBe("refunded-resolved");

    const { free } = await account();
    expect(BigInt(free)).toBeGreaterThan(0n);
    const home = await buyer.json<{ withdrawn: string }>("account", "withdraw", "all");
    expect(home.withdrawn).toBe(free);
    const after = await account();
    expect(BigInt(after.wallet)).toBe(BigInt(before.wallet) + BigInt(before.free));
    expect(after).toMatchObject({ free: "0", coin: "0" });
  });

  test("accepts a right result", async () => {
    const jobId = await submitted("b");
    const accepted = await buyer.json<{ state: string; transaction: string }>("job", "accept", jobId);
    expect(accepted.state).toBe("settled-cosigned");
    expect((await account()).coin).toBe("0");
  });

  test("takes an order back that waits for a node", async () => {
    const tooLittle = ["--price", "0.000001", "--max-pay", "0.000001"];
    const { jobId } = await buyer.json<{ jobId: string }>(...SIGNED, ...tooLittle, "--", "Ada");
    expect(await buyer.json("job", "cancel", jobId)).toMatchObject({ jobId, state: "cancelled" });
    const again = await buyer.run("job", "cancel", jobId);
    expect(again.code).not.toBe(0);
  });

  test("is told when it asks for its own transaction, and when the gateway refuses", async () => {
    const own = await buyer.run("account", "withdraw", "1", "--no-carried");
    expect(own.code).not.toBe(0);
    const tooMuch = await buyer.run("account", "withdraw", "1000000000");
    expect(tooMuch.code).not.toBe(0);
    expect(tooMuch.stderr).toMatch(/free|holds/i);
  });

  async function submitted(agent: string): Promise<string> {
    const { jobId } = await buyer.json<{ jobId: string }>(...SIGNED, "--node", nodeOf(agent), "--", "Ada");
    const watched = await buyer.run("job", "watch", jobId, "--until", "submitted");
    expect(watched.code, `${watched.stdout}\n${watched.stderr}`).toBe(0);
    return jobId;
  }

  function nodeOf(name: string): string {
    const agent = stack.stackFile.agents.find((one) => one.name === name);
    if (!agent) throw new Error(`no agent ${name}`);
    return agent.node;
  }

  function account(): Promise<{ free: string; wallet: string; coin: string }> {
    return buyer.json("account", "show");
  }
});
