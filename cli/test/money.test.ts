import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestChain, type TestChain } from "../../packages/sdk/test/support/chain.ts";
import { putPermit2 } from "../../packages/sdk/test/support/permit2.ts";
import { toJson } from "../src/terminal/json.ts";
import { runHive } from "../src/testing/run-hive.ts";

/** Commands that need a chain and no gateway, in this process, on a chain with the contracts. */
let chain: TestChain;
let folder: string;
let provider: Person;

beforeAll(async () => {
  chain = await startTestChain();
  folder = mkdtempSync(join(tmpdir(), "hive-money-"));
  writeFileSync(join(folder, "deployment.json"), toJson(chain.deployment));
  provider = await person();
});
afterAll(async () => {
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("money", () => {
  it("comes from the faucet, goes into the escrow and home again", async () => {
    const { amount } = await provider.json<{ amount: string }>("faucet");
    await provider.json("account", "deposit", "12.5");
    expect(await provider.json("account", "show")).toMatchObject({
      free: "12500000",
      wallet: String(BigInt(amount) - 12_500_000n),
    });
    expect(await provider.json("account", "withdraw", "all")).toMatchObject({ withdrawn: "12500000" });
    expect(await provider.json("account", "show", provider.address)).toMatchObject({ free: "0", wallet: amount });
  });

  it("is staked, thawed, and cannot be withdrawn before it has thawed", async () => {
    await provider.json("account", "deposit", "100");
    await provider.json("stake", "add", "60");
    expect(await provider.json("stake", "thaw", "20")).toMatchObject({ active: "40000000", thawing: "20000000" });
    const early = await provider.run("stake", "withdraw", "--json");
    expect(early.code).toBe(5);
    expect(JSON.parse(early.stdout)).toMatchObject({ error: { code: "CallRefusedError" } });
    await chain.pass(chain.deployment.parameters.thawTime + 1);
    expect(await provider.json("stake", "withdraw")).toMatchObject({ active: "40000000", thawing: "0" });
    expect(await provider.json("account", "show")).toMatchObject({ free: "60000000" });
  });

  it("is left in the wallet, and Permit2 approved for exactly so much of it, until that is taken back", async () => {
    const before = await provider.run("account", "approve-permit2", "7.5", "--json");
    expect(before.code).toBe(1);
    expect(JSON.parse(before.stdout)).toMatchObject({ error: { code: "Permit2MissingError" } });
    await putPermit2(chain.testClient);
    expect(await provider.json("account", "approve-permit2", "7.5")).toMatchObject({ permit2: "7500000" });
    expect(await provider.json("account", "show")).toMatchObject({ permit2: "7500000" });
    expect((await provider.run("account", "show")).stdout).toMatch(/Permit2 may take +7.5 TUSD of the wallet/);
    expect((await provider.run("account", "revoke-permit2")).stdout).toContain("Permit2 may take nothing");
    expect(await provider.json("account", "show")).toMatchObject({ permit2: "0" });
    expect((await provider.run("account", "show")).stdout).not.toContain("Permit2");
  });

  it("is not touched by what is refused", async () => {
    const before = await provider.json("account", "show");
    for (const [code, ...args] of [
      [2, "account", "deposit", "1000000"],
      [2, "account", "deposit", "ten"],
      [5, "account", "withdraw", "1000000"],
      [2, "account", "withdraw", "1", "--to", "0x12"],
      [5, "stake", "thaw", "1000000"],
    ] as const) {
      expect((await provider.run(...args)).code, args.join(" ")).toBe(code);
    }
    const after = await provider.json("account", "show");
    expect({ ...after, coin: before["coin"] }).toEqual(before);
  });
});

describe("output", () => {
  it("is for people by default, no line longer than a terminal", async () => {
    const { code, stdout, stderr } = await provider.run("account", "show");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Owner +0x/);
    expect(stdout).toMatch(/Free in the escrow +60 TUSD/);
    for (const line of (stdout + stderr).split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  });

  it("of nothing is a sentence, or an empty list", async () => {
    expect((await provider.run("offer", "list")).stdout).toBe("No offers.\n");
    expect(await provider.json("offer", "list")).toEqual([]);
    expect(await provider.json("job", "list")).toEqual({ jobs: [], total: 0 });
    expect((await provider.run("earnings")).stdout).toBe("Nothing settled yet.\n");
  });

  it.each([["--help"], ["job", "post", "--help"], ["stake", "--help"], ["watch", "--help"]])(
    "of %s fits a terminal",
    async (...args) => {
      const { code, stdout } = await provider.run(...args);
      expect(code).toBe(0);
      for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
    },
  );
});

describe("a chain", () => {
  it("that is another one is refused before anything is read or sent", async () => {
    const file = join(folder, "other.json");
    writeFileSync(file, toJson({ ...chain.deployment, chainId: 1 }));
    for (const args of [["account", "show"], ["faucet"], ["offer", "list"]]) {
      const { code, stderr } = await provider.run(...args, "--deployment", file);
      expect(code).toBe(2);
      expect(stderr).toMatch(/another chain.*\n +Expected: chain 1\n +Given: +chain 31337/);
    }
  });

  it("sends nothing after Ctrl-C", async () => {
    const sent = () => chain.publicClient.getTransactionCount({ address: provider.address as `0x${string}` });
    const before = await sent();
    const { code } = await provider.run(
      { signal: AbortSignal.abort(new DOMException("Cancelled.", "AbortError")) },
      "account",
      "deposit",
      "1",
    );
    expect(code).toBe(130);
    expect(await sent()).toBe(before);
  });
});

interface Person {
  address: string;
  run(...args: (string | { signal: AbortSignal })[]): ReturnType<typeof runHive>;
  json<T = Record<string, unknown>>(...args: string[]): Promise<T>;
}

async function person(): Promise<Person> {
  const privateKey = generatePrivateKey();
  const account = privateKeyToAccount(privateKey);
  await chain.testClient.setBalance({ address: account.address, value: 10n ** 20n });
  const env = {
    HIVE_PRIVATE_KEY: privateKey,
    HIVE_RPC_URL: chain.url,
    HIVE_DEPLOYMENT: join(folder, "deployment.json"),
  };
  const run: Person["run"] = (...given) => {
    const args = given.filter((item): item is string => typeof item === "string");
    const options = given.filter((item): item is { signal: AbortSignal } => typeof item !== "string");
    return runHive(args, { cwd: folder, env, ...options[0] });
  };
  return {
    address: account.address,
    run,
    async json<T>(...args: string[]) {
      const { code, stdout, stderr } = await run(...args, "--json");
      expect(code, stdout + stderr).toBe(0);
      expect(stdout.trimEnd().split("\n")).toHaveLength(1);
      return JSON.parse(stdout) as T;
    },
  };
}
