import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Terminal, terminal } from "./support/hive.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";

/** Two nodes with test faults: one alters what the program wrote, the other one keeps it to itself. */
describe("a wrong or undelivered result", () => {
  let stack: RunningStack;
  let folder: string;
  let buyer: Terminal;
  let arbiter: Terminal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-disputes-"));
    stack = await startStack({ folder, flags: ["--no-demo"], faults: { a: "lie", b: "withhold" } });
    buyer = terminal({ stack: stackPath(stack), as: "buyer" });
    arbiter = terminal({ stack: stackPath(stack), as: "arbiter" });
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const cases = [
    { fault: "lie", agent: "a", provider: "provider-a", complaint: "wrong" },
    { fault: "withhold", agent: "b", provider: "provider-b", complaint: "not-delivered" },
  ] as const;

  test.each(cases)(
    "of a node that would $fault is disputed by hive watch; the buyer has all back, the node loses its exposure",
    async (given) => {
      const { agent, provider, complaint } = given;
      const node = nodeOf(stack, agent);
      const moneyBefore = await wealth(buyer);
      const stakeBefore = await stakeOf(stack, provider);
      const jobId = await postHello(buyer, node);
      await submitted(buyer, jobId);

      const watched = await buyer.run("watch", "--once");
      expect(watched.code, watched.stderr).toBe(0);
      expect(watched.stdout).toContain(`${jobId}: ${complaint}`);
      expect(watched.stdout).toContain(`Disputed ${jobId}: ${complaint}.`);

      const [open] = await arbiter.json<{ jobId: string }[]>("arbiter", "cases");
      expect(open?.jobId).toBe(jobId);
      const ruled = await arbiter.json<{ state: string }>(
        "arbiter",
        "rule",
        jobId,
        "--finding",
        complaint,
        "--reason",
        "Run again: another result.",
      );
      expect(ruled.state).toBe("refunded-resolved");

      expect(await wealth(buyer)).toBe(moneyBefore);
      const { order } = await buyer.json<{ order: { exposure: string } }>("job", "show", jobId);
      expect((await stakeOf(stack, provider)).active).toBe(stakeBefore.active - BigInt(order.exposure));
      expect((await stakeOf(stack, provider)).exposure).toBe(0n);
    },
  );
});

describe("a dispute without reason", () => {
  let stack: RunningStack;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-disputes-"));
    stack = await startStack({ folder, flags: ["--no-demo"] });
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("costs the buyer the bond, and is not taken back: the payee gets it less the fee, the arbiter the fee", async () => {
    const buyer = terminal({ stack: stackPath(stack), as: "buyer" });
    const arbiter = terminal({ stack: stackPath(stack), as: "arbiter" });
    const provider = terminal({ stack: stackPath(stack), as: "provider-a" });
    const before = { buyer: await wealth(buyer), arbiter: await wealth(arbiter), provider: await wealth(provider) };
    const jobId = await postHello(buyer, nodeOf(stack, "a"), "--bond", "2");
    await submitted(buyer, jobId);
    const guarded = await buyer.run("watch", "--once");
    expect(guarded.stdout).toContain(`${jobId}: right`);

    const disputed = await buyer.run("job", "dispute", jobId, "--complaint", "wrong");
    expect(disputed.code, disputed.stderr).toBe(0);
    expect(disputed.stderr).toContain("It costs at most the bond, 2 ");
    const refused = await buyer.run("job", "accept", jobId);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("wait for the verdict; without one by");
    const ruled = await arbiter.json<{ state: string }>(
      "arbiter",
      "rule",
      jobId,
      "--finding",
      "upheld",
      "--reason",
      "The same result.",
    );
    expect(ruled.state).toBe("settled-resolved");

    const { order, settlement } = await buyer.json<{
      order: { bond: string; maxPay: string };
      settlement: { amount: string; refund: string };
    }>("job", "show", jobId);
    const fee = (await wealth(arbiter)) - before.arbiter;
    const lost = before.buyer - (await wealth(buyer));
    const earned = (await wealth(provider)) - before.provider;
    expect(BigInt(order.bond)).toBe(2_000_000n);
    expect(fee).toBe(500_000n);
    expect(lost).toBe(BigInt(order.maxPay) + BigInt(order.bond) - BigInt(settlement.refund));
    expect(earned).toBe(lost - fee);
    expect(earned).toBe(BigInt(settlement.amount));
  });
});

function nodeOf(stack: RunningStack, name: string): string {
  const agent = stack.stackFile.agents.find((one) => one.name === name);
  if (!agent) throw new Error(`No ${name} in ${stack.stackFile.agents.map((one) => one.name).join(", ")}.`);
  return agent.node;
}

async function postHello(buyer: Terminal, node: string, ...more: string[]): Promise<string> {
  const program = join(import.meta.dirname, "../../programs/hello/program.wasm");
  const args = [
    "job",
    "post",
    program,
    "--node",
    node,
    "--exclusive",
    "10m",
    "--window",
    "30m",
    "--yes",
    ...more,
    "--",
    "Ada",
  ];
  return (await buyer.json<{ jobId: string }>(...args)).jobId;
}

async function submitted(buyer: Terminal, jobId: string): Promise<void> {
  const { code, stdout, stderr } = await buyer.run("job", "watch", jobId, "--until", "submitted");
  if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
}

/** All of an account's money, wherever it is. */
async function wealth(whose: Terminal): Promise<bigint> {
  const { free, wallet } = await whose.json<{ free: string; wallet: string }>("account", "show");
  return BigInt(free) + BigInt(wallet);
}

async function stakeOf(stack: RunningStack, provider: string): Promise<{ active: bigint; exposure: bigint }> {
  const view = await terminal({ stack: stackPath(stack), as: provider }).json<{ active: string; exposure: string }>(
    "stake",
    "show",
  );
  return { active: BigInt(view.active), exposure: BigInt(view.exposure) };
}
