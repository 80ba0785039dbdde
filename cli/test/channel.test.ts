import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zeroAddress, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestChain, type TestChain } from "../../packages/sdk/test/support/chain.ts";
import { toJson } from "../src/terminal/json.ts";
import { runHive } from "../src/testing/run-hive.ts";

/** A buyer and a provider who meet through a file, each with its own key. */
let chain: TestChain;
let folder: string;
let buyer: Person;
let provider: Person;

beforeAll(async () => {
  chain = await startTestChain();
  folder = mkdtempSync(join(tmpdir(), "hive-channel-"));
  writeFileSync(join(folder, "deployment.json"), toJson(chain.deployment));
  buyer = await person();
  provider = await person();
  await buyer.json("faucet");
  await buyer.json("account", "deposit", "100");
});
afterAll(async () => {
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a channel", () => {
  it("is opened, filled, listed and shown", async () => {
    const opened = await buyer.json("channel", "open", provider.address, "--reserve", "3", "--close-delay", "2h");
    expect(opened).toMatchObject({
      state: "open",
      reserved: "3000000",
      channel: { payer: buyer.address, signer: buyer.address, payee: provider.address, closeDelay: 7_200 },
    });
    const id = opened["channelId"] as string;
    expect(await buyer.json("channel", "top-up", id, "1.5")).toMatchObject({ reserved: "4500000" });
    const { transaction: _, ...view } = { ...opened, reserved: "4500000", free: "95500000" } as Json;
    expect(await provider.json("channel", "show", id)).toEqual(view);
    for (const args of [[], ["--payer", buyer.address, "--payee", "me"], ["--payee", provider.address]])
      expect(await provider.json("channel", "list", ...args)).toEqual([view]);
    expect(await provider.json("channel", "list", "--payer", "me")).toEqual([]);
    expect((await provider.run("channel", "list")).stdout).toMatch(/open +0 TUSD +4\.5 TUSD/);
    expect((await provider.run("channel", "list", "--payer", "me")).stdout).toBe("No channels.\n");
    expect((await buyer.run("channel", "show", id)).stdout).toMatch(/Payer's free money +95\.5 TUSD, which nobody/);
  });

  it("is closed by steps: the payer's, anybody's, the payee's", async () => {
    const id = await openedWith("--reserve", "2", "--close-delay", "1h");
    const stranger = await person();
    const notTheirs = await stranger.run("channel", "close", id);
    expect(notTheirs.code).toBe(2);
    expect(notTheirs.stderr).toMatch(/Field: id\n +Rule: +its payer/);
    const voucher = join(folder, "while-closing.json");
    await buyer.json("channel", "voucher", id, "0.5", "--out", voucher);
    const started = await buyer.json<{ closeAt: number }>("channel", "close", id);
    expect(started).toMatchObject({ step: "start-close", state: "closing" });
    const closeAt = new Date(started.closeAt * 1000).toISOString().replace(".000Z", "Z");
    const early = await buyer.run("channel", "close", id);
    expect(early.code).toBe(2);
    expect(early.stderr).toContain(`from ${closeAt} on`);
    // What is out while the close delay runs is paid still.
    expect((await provider.run("channel", "check", voucher)).stdout).toMatch(new RegExp(`Redeem before +${closeAt}`));
    expect(await provider.json("channel", "redeem", voucher)).toMatchObject([{ kind: "paid", paid: "500000" }]);
    await chain.pass(3_600);
    expect(await stranger.json("channel", "close", id)).toMatchObject({
      step: "close",
      state: "closed",
      reserved: "0",
    });
    const over = await buyer.run("channel", "close", id);
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining("is closed")]);

    const other = await openedWith("--reserve", "2");
    expect(await provider.json("channel", "close", other)).toMatchObject({ step: "close", state: "closed" });
  });
});

describe("a voucher", () => {
  it("is signed, checked by whoever is to work for it, raised, and redeemed twice", async () => {
    const id = await openedWith("--reserve", "5");
    const file = join(folder, "voucher.json");
    const before = await freeOf(provider);
    const first = await buyer.json("channel", "voucher", id, "2", "--out", file);
    expect(first).toMatchObject({ channelId: id, cumulative: "2000000", file });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(first["voucher"]);
    expect(await provider.json("channel", "check", file, "--payee", "me")).toMatchObject({
      verdict: "good",
      due: "2000000",
      guaranteed: "2000000",
    });
    expect((await provider.run("channel", "check", file)).stdout).toMatch(/Would be paid now +2 TUSD\n\nGOOD/);
    expect(await provider.json("channel", "redeem", file)).toMatchObject([{ file, kind: "paid", paid: "2000000" }]);
    expect((await freeOf(provider)) - before).toBe(2_000_000n);
    expect(await buyer.json("channel", "voucher", id, "--add", "0.5", "--out", file)).toMatchObject({
      cumulative: "2500000",
    });
    expect(await buyer.json("channel", "voucher", id, "--add", "1", "--out", file)).toMatchObject({
      cumulative: "3500000",
    });
    expect(await provider.json("channel", "redeem", file)).toMatchObject([{ kind: "paid", paid: "1500000" }]);
    const again = await provider.run("channel", "redeem", file, "--json");
    expect(again.code).toBe(3);
    expect(JSON.parse(again.stdout)).toMatchObject([{ kind: "refused", fault: "nothing-due" }]);
  });

  it("is printed as its file, and signed the same again", async () => {
    const id = await openedWith("--reserve", "1");
    const [one, other] = [
      await buyer.run("channel", "voucher", id, "1"),
      await buyer.run("channel", "voucher", id, "1"),
    ];
    expect(one.code).toBe(0);
    expect(other.stdout).toBe(one.stdout);
    const file = join(folder, "printed.json");
    writeFileSync(file, one.stdout);
    expect(await provider.json("channel", "check", file)).toMatchObject({ verdict: "good" });
  });

  it("never promises less than before, more than the budget, or for another's key, and says why", async () => {
    const id = await openedWith("--reserve", "5");
    await buyer.json("channel", "voucher", id, "3");
    for (const [pattern, ...args] of [
      [/Field: cumulative\n +Rule: +at least what was promised, 3000000/, id, "2.9"],
      [/Field: budget\n +Rule: +--budget AMOUNT, for more than 5 TUSD/, id, "5.000001"],
      [/Field: cumulative\n +Rule: +at most the budget, 4000000/, id, "4.5", "--budget", "4"],
      [/below 2\^96/, id, "9".repeat(24), "--budget", "9".repeat(24)],
      [/Field: receiptsRoot/, id, "3", "--receipts-root", `0x${"ab".repeat(32)}`],
      [/Field: receipts-root\n +Rule: +0x and 64/, id, "3", "--receipts-root", "0x12"],
      [/Field: total\n +Rule: +a total, or --add/, id],
      [/Field: total\n +Rule: +a total, or --add/, id, "4", "--add", "1"],
      [/Field: total\n +Rule: +digits/, id, "four"],
      [/Field: id/, "0x12", "4"],
      [/never opened|No channel/, zeroHash, "4"],
    ] as const) {
      const { code, stdout, stderr } = await buyer.run("channel", "voucher", ...args);
      expect([code, stdout], stderr).toEqual([2, ""]);
      expect(stderr).toMatch(pattern);
    }
    expect((await provider.run("channel", "voucher", id, "4")).stderr).toMatch(/Field: signer/);
    const file = join(folder, "beyond.json");
    await buyer.json("channel", "voucher", id, "3", "--out", file);
    expect(await buyer.json("channel", "voucher", id, "6", "--budget", "6")).toMatchObject({ cumulative: "6000000" });
    expect(await provider.json("channel", "check", file)).toMatchObject({ verdict: "good", due: "3000000" });
  });

  it("is kept before it is signed, where the next run and another process find it", async () => {
    const id = await openedWith("--reserve", "5");
    await buyer.json("channel", "voucher", id, "3");
    const kept = join(buyer.vouchers, readdirSync(buyer.vouchers).find((name) => name.endsWith(id))!);
    expect(readdirSync(kept)).toEqual(["3000000.json"]);
    expect(JSON.parse(readFileSync(join(kept, "3000000.json"), "utf8"))).toEqual({
      cumulative: "3000000",
      receiptsRoot: zeroHash,
    });
    // As a process leaves it that was killed between its record and its signature.
    writeFileSync(join(kept, "4000000.json"), toJson({ cumulative: 4_000_000n, receiptsRoot: zeroHash }));
    const lower = await buyer.run("channel", "voucher", id, "3.5");
    expect([lower.code, lower.stderr]).toEqual([2, expect.stringContaining("at least what was promised, 4000000")]);
    expect(await buyer.json("channel", "voucher", id, "--add", "0.25")).toMatchObject({ cumulative: "4250000" });
    writeFileSync(join(kept, "4500000.json"), "{");
    const broken = await buyer.run("channel", "voucher", id, "5");
    expect([broken.code, broken.stdout]).toEqual([2, ""]);
    expect(broken.stderr).toMatch(/nothing is signed[\s\S]*HIVE_VOUCHERS/);
    const blocked = join(folder, "no-folder");
    writeFileSync(blocked, "");
    const unkept = await person({ privateKey: buyer.privateKey, vouchers: blocked });
    expect((await unkept.run("channel", "voucher", id, "5")).stderr).toMatch(/nothing is signed/);
  });

  it("of a batch is paid, short or refused by itself", async () => {
    const poor = await person();
    await poor.json("faucet");
    await poor.json("account", "deposit", "2");
    const short = await poor.json("channel", "open", provider.address, "--reserve", "1");
    const files = { good: join(folder, "good.json"), short: join(folder, "short.json"), bad: join(folder, "bad.json") };
    const id = await openedWith("--reserve", "5");
    const { voucher } = await buyer.json<{ voucher: Json }>("channel", "voucher", id, "5", "--out", files.good);
    await poor.json("channel", "voucher", short["channelId"] as string, "6", "--budget", "6", "--out", files.short);
    writeFileSync(files.bad, toJson({ ...voucher, cumulative: "5000001" }));
    const before = await freeOf(provider);
    const checked = await provider.run("channel", "check", files.short);
    expect(checked.code).toBe(3);
    expect(checked.stdout).toMatch(/Guaranteed +1 TUSD[\s\S]*SHORT of 4 TUSD: the payer's account holds no more\./);
    expect((await provider.run("channel", "check", files.bad)).stdout).toMatch(/REFUSED: the channel's signer did not/);
    const { code, stdout } = await provider.run("channel", "redeem", files.bad, files.short, files.good, "--json");
    expect(code).toBe(3);
    const results = JSON.parse(stdout) as Json[];
    expect(results).toMatchObject([
      { kind: "refused", fault: "signature-invalid" },
      { kind: "short", paid: "2000000", missing: "4000000", shortfall: "account-low" },
      { kind: "paid", paid: "5000000" },
    ]);
    expect(results[0]).not.toHaveProperty("transaction");
    expect((await freeOf(provider)) - before).toBe(7_000_000n);
  });

  it("of another chain, for somebody else, or of no sense is named, and nothing is sent", async () => {
    const id = await openedWith("--reserve", "1");
    const { voucher } = await buyer.json<{ voucher: Json }>("channel", "voucher", id, "1");
    const file = join(folder, "bent.json");
    const check = async (content: string, ...args: string[]) => {
      writeFileSync(file, content);
      return provider.run("channel", "check", file, ...args);
    };
    expect((await check(toJson({ ...voucher, chainId: 1 }))).stdout).toContain("REFUSED: it counts on another chain.");
    expect((await check(toJson({ ...voucher, escrow: zeroAddress }))).stdout).toContain(
      "REFUSED: it counts in another",
    );
    expect((await check(toJson(voucher), "--payee", buyer.address)).stdout).toContain(
      "REFUSED: it pays somebody else.",
    );
    const sent = () => chain.publicClient.getTransactionCount({ address: provider.address });
    const before = await sent();
    for (const [field, content] of [
      ["voucher", "rubbish"],
      ["version", toJson({ ...voucher, version: 7 })],
      ["cumulative", toJson({ ...voucher, cumulative: 1 })],
      ["channel", toJson({ ...voucher, channel: {} })],
    ] as const) {
      for (const command of ["check", "redeem"]) {
        writeFileSync(file, content);
        const { code, stderr } = await provider.run("channel", command, file);
        expect(code).toBe(2);
        expect(stderr).toMatch(new RegExp(`Field: ${field}[\\s\\S]*Rule: [\\s\\S]*Given: .*bent.json`));
      }
    }
    expect((await provider.run("channel", "redeem", join(folder, "nowhere.json"))).stderr).toMatch(/cannot be read/);
    expect((await provider.run("channel", "redeem")).code).toBe(2);
    expect(await sent()).toBe(before);
  });
});

describe("what makes no channel", () => {
  it("is refused with field and rule, and changes nothing", async () => {
    const before = await buyer.json("account", "show");
    const id = await openedWith();
    const count = ((await buyer.json("channel", "list")) as unknown as unknown[]).length;
    for (const [code, pattern, ...args] of [
      [2, /Field: payee/, "open", "0x12"],
      [2, /Field: payee\n +Rule: +not zero/, "open", zeroAddress],
      [2, /Field: signer/, "open", provider.address, "--signer", "me"],
      [2, /Field: signer\n +Rule: +not zero/, "open", provider.address, "--signer", zeroAddress],
      [2, /Field: close-delay/, "open", provider.address, "--close-delay", "soon"],
      [2, /Field: closeDelay\n +Rule: +1 to 2592000 seconds/, "open", provider.address, "--close-delay", "31d"],
      [2, /Field: reserve/, "open", provider.address, "--reserve", "-1"],
      [2, /too little free money/, "open", provider.address, "--reserve", "1000000"],
      [2, /No channel with this id/, "show", zeroHash],
      [2, /Field: id/, "show", "0x12"],
      [2, /Field: amount/, "top-up", id, "much"],
      [5, /deposit first/, "top-up", id, "1000000"],
      [5, /amount is zero/, "top-up", id, "0"],
      [2, /Field: payer/, "list", "--payer", "you"],
    ] as const) {
      const result = await buyer.run("channel", ...args);
      expect([result.code, result.stdout], args.join(" ")).toEqual([code, ""]);
      expect(result.stderr).toMatch(pattern);
    }
    expect((await provider.run("channel", "top-up", id, "1")).stderr).toMatch(/Only the channel's payer/);
    expect((await buyer.json("channel", "list")) as unknown as unknown[]).toHaveLength(count);
    const after = await buyer.json("account", "show");
    expect({ ...after, coin: before["coin"] }).toEqual(before);
  });

  it("is explained by help that fits a terminal", async () => {
    for (const command of ["", "open", "voucher", "check", "redeem", "close"]) {
      const { code, stdout } = await buyer.run("channel", ...(command ? [command] : []), "--help");
      expect(code).toBe(0);
      for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
    }
  });
});

type Json = Record<string, unknown>;

interface Person {
  readonly address: `0x${string}`;
  readonly privateKey: `0x${string}`;
  readonly vouchers: string;
  run(...args: string[]): ReturnType<typeof runHive>;
  json<T = Json>(...args: string[]): Promise<T>;
}

async function openedWith(...options: string[]): Promise<string> {
  return (await buyer.json<{ channelId: string }>("channel", "open", provider.address, ...options)).channelId;
}

async function freeOf({ json }: Person): Promise<bigint> {
  return BigInt((await json<{ free: string }>("account", "show")).free);
}

let persons = 0;

async function person(given: { privateKey?: `0x${string}`; vouchers?: string } = {}): Promise<Person> {
  const privateKey = given.privateKey ?? generatePrivateKey();
  const account = privateKeyToAccount(privateKey);
  await chain.testClient.setBalance({ address: account.address, value: 10n ** 20n });
  const vouchers = given.vouchers ?? join(folder, `vouchers-${persons++}`);
  const env = {
    HIVE_PRIVATE_KEY: privateKey,
    HIVE_RPC_URL: chain.url,
    HIVE_DEPLOYMENT: join(folder, "deployment.json"),
    HIVE_VOUCHERS: vouchers,
  };
  const run: Person["run"] = (...args) => runHive(args, { cwd: folder, env });
  return {
    address: account.address,
    privateKey,
    vouchers,
    run,
    async json<T>(...args: string[]) {
      const { code, stdout, stderr } = await run(...args, "--json");
      expect(code, stdout + stderr).toBe(0);
      expect(stdout.trimEnd().split("\n")).toHaveLength(1);
      return JSON.parse(stdout) as T;
    },
  };
}
