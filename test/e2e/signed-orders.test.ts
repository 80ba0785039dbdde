import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClient, http } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Terminal, terminal } from "./support/hive.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";

const HELLO = join(import.meta.dirname, "../../programs/hello/program.wasm");
/** Below every node's floor, so that the order waits. */
const TOO_LITTLE = ["--price", "0.000001", "--max-pay", "0.000001"];

describe("a wallet with test dollars and no coin", () => {
  let stack: RunningStack;
  let folder: string;
  let buyer: Terminal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-signed-"));
    stack = await startStack({ folder, flags: ["--no-demo"] });
    buyer = terminal({ stack: stackPath(stack), as: "buyer" });
    await giveCoin(0n);
  });

  afterAll(async () => {
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("buys a job by one signature and is given back what it did not use", async () => {
    const before = await buyer.json<Account>("account", "show");
    const { jobId, keptIn, signedOrder } = await sign("--window", "5s");
    // A claim may hide the order: whoever signed it has it.
    expect(JSON.parse(await readFile(keptIn, "utf8"))).toEqual(signedOrder);
    const job = await buyer.json<Job>("job", "watch", jobId, "--until", "settled");
    expect(job.state).toBe("settled-silent");
    const paid = BigInt(job.settlement.amount);
    expect(paid).toBeGreaterThan(0n);
    const after = await buyer.json<Account>("account", "show");
    expect(wealth(before) - wealth(after)).toBe(paid);
    expect(after.coin).toBe("0");
  });

  test("is told by the plan what it signs, and where the order waits", async () => {
    const { code, stderr, stdout } = await buyer.run(
      ...["job", "post", HELLO, "--sign", "wallet", ...TOO_LITTLE, "--yes", "--", "Ada"],
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/At the claim +[\d.]+ TUSD move from your wallet/);
    expect(stderr).toMatch(/You sign once +the node that claims pays the transaction/);
    expect(stdout).toMatch(/^0x[0-9a-f]{64}\nFollow it: hive job watch/);
  });

  test("is told what its waiting orders will draw, before it promises the same money again", async () => {
    const { wallet } = await buyer.json<Account>("account", "show");
    const most = (BigInt(wallet) / 1_000_000n / 2n + 1n).toString();
    await sign("--price", "0.000001", "--max-pay", most);
    const { code, stdout } = await buyer.run(
      ...["job", "post", HELLO, "--sign", "wallet", "--price", "0.000001", "--max-pay", most],
      ...["--yes", "--json", "--", "Ada"],
    );
    expect(code).toBe(2);
    expect(stdout).toContain("for your waiting orders");
  });

  test("cannot post, deposit or allow anything", async () => {
    const posted = await buyer.run("job", "post", HELLO, "--yes", "--", "Ada");
    expect(posted.code).not.toBe(0);
    expect(posted.stderr).toMatch(/coin|gas|funds/i);
  });

  test("takes an order back before a node has it", async () => {
    const { jobId } = await sign(...TOO_LITTLE);
    const before = await buyer.json<Account>("account", "show");
    await giveCoin(10n ** 18n);
    expect(await buyer.json("job", "cancel", jobId)).toMatchObject({ jobId, state: "cancelled" });
    const watched = await buyer.run("job", "watch", jobId);
    expect(watched.code).not.toBe(0);
    expect(watched.stderr).toContain("cancelled before anybody posted or claimed it");
    const after = await buyer.json<Account>("account", "show");
    expect(wealth(after)).toBe(wealth(before));
    await giveCoin(0n);
  });

  test("is refused what it does not hold, with the field, and nothing waits", async () => {
    const { code, stdout } = await buyer.run(
      ...["job", "post", HELLO, "--sign", "wallet", "--price", "1000000", "--max-pay", "1000000"],
      ...["--yes", "--json", "--", "Ada"],
    );
    expect(code).toBe(2);
    const { error } = JSON.parse(stdout) as { error: { facts: string[] } };
    expect(error.facts).toContain("Field: max-pay");
    expect(error.facts.join("\n")).toMatch(/Given: +[\d.]+ TUSD in the wallet$/);
  });

  function sign(...options: string[]): Promise<{ jobId: string; keptIn: string; signedOrder: object }> {
    return buyer.json("job", "post", HELLO, "--sign", "wallet", ...options, "--yes", "--", "Ada");
  }

  async function giveCoin(value: bigint): Promise<void> {
    const { address } = stack.stackFile.accounts["buyer"]!;
    const chain = createTestClient({ mode: "anvil", transport: http(stack.stackFile.chain.rpcUrl) });
    await chain.setBalance({ address, value });
  }
});

interface Account {
  free: string;
  wallet: string;
  coin: string;
}

interface Job {
  state: string;
  settlement: { amount: string };
}

function wealth({ free, wallet }: Account): bigint {
  return BigInt(free) + BigInt(wallet);
}
