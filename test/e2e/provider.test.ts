import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWalletClient, http, parseEther } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LOCAL_CHAIN_MNEMONIC } from "../../scripts/chain/local-accounts.ts";
import { type HiveRun, hive, lastDocument, type Terminal, terminal } from "./support/hive.ts";
import { createNamespace, type Namespace } from "./support/namespace.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";
import { until } from "./support/until.ts";

const PASSWORD = "correct horse battery";

/** A person with nothing but the command line becomes a provider, on a machine that nobody can dial into. */
describe("a new provider behind a network without inbound ports", () => {
  let folder: string;
  let stack: RunningStack;
  let namespace: Namespace;
  let agent: ChildProcess | undefined;
  let provider: (...args: string[]) => Promise<HiveRun>;
  let buyer: Terminal;
  const keys = { provider: "", node: "" };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-provider-"));
    stack = await startStack({ folder: join(folder, "stack"), flags: ["--no-demo"] });
    namespace = await createNamespace(1);
    buyer = terminal({ stack: stackPath(stack), as: "buyer" });
    const env = { HIVE_PASSWORD: PASSWORD, HIVE_KEYSTORE: join(folder, "provider.json") };
    provider = (...args) => hive([...args, "--stack", stackPath(stack), "--json"], { env });
  });

  afterAll(async () => {
    agent?.kill("SIGKILL");
    await namespace?.remove();
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("makes keys, gets money, stakes and registers its node", async () => {
    for (const name of ["provider", "node"] as const)
      keys[name] = field(await provider("key", "new", join(folder, `${name}.json`)), "address");
    // A keystore is never written over.
    expect((await provider("key", "new", join(folder, "node.json"))).code).toBe(2);
    await giveGasMoney(stack, [keys.provider, keys.node]);
    ok(await provider("faucet"));
    ok(await provider("account", "deposit", "5000"));
    ok(await provider("stake", "add", "2000"));
    expect(field(await provider("node", "register", join(folder, "node.json")), "node")).toBe(keys.node);
    ok(await provider("offer", "post", "--node", keys.node, "--fixed-price", "0.05", "--price", "1"));
    const offers = lastDocument((await provider("offer", "list", "--provider", keys.provider)).stdout) as unknown[];
    expect(offers).toHaveLength(1);
  });

  test("starts its agent with one command, works and is paid by silence", async () => {
    const config = await writeAgentConfig();
    const bin = join(import.meta.dirname, "../../cli/bin/hive.js");
    const [command, ...args] = namespace.inside(process.execPath, bin, "node", "start", config);
    agent = spawn(command, args, {
      env: { PATH: process.env["PATH"], NODE_PASSWORD: PASSWORD },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: string[] = [];
    agent.stdout?.on("data", (bytes: Buffer) => output.push(bytes.toString()));
    agent.stderr?.on("data", (bytes: Buffer) => output.push(bytes.toString()));
    await until(
      "the gateway has heard of the node",
      async () => (await provider("node", "status", keys.node)).stdout.includes('"lastHeard"'),
      () => output.join(""),
    );

    const program = join(import.meta.dirname, "../../programs/hello/program.wasm");
    const posted = await buyer.json<{ jobId: string }>(
      "job",
      "post",
      program,
      "--node",
      keys.node,
      "--exclusive",
      "10m",
      "--window",
      "5s",
      "--yes",
      "--",
      "Ada",
    );
    const { jobId } = posted;
    const watched = await buyer.run("job", "watch", jobId, "--until", "settled");
    expect(watched.stdout, output.join("")).toContain("settled-silent");

    const earnings = lastDocument((await provider("earnings")).stdout) as { total: string; settledCount: number };
    expect(earnings.settledCount).toBe(1);
    expect(BigInt(earnings.total)).toBeGreaterThan(50_000n);
    const verified = await buyer.run("receipt", "verify", jobId);
    expect(verified.code, verified.stdout).toBe(0);
  });

  test("drains on Ctrl-C and takes its earnings and its stake home", async () => {
    const ended = new Promise<number | null>((resolve) => agent?.once("close", resolve));
    agent?.kill("SIGINT");
    expect(await ended).toBe(0);
    ok(await provider("account", "withdraw", "all"));
    const account = lastDocument((await provider("account", "show")).stdout) as { free: string; wallet: string };
    expect(account.free).toBe("0");
    // 10,000 from the faucet, 2,000 still staked, and what was earned.
    expect(BigInt(account.wallet)).toBeGreaterThan(8_000_000_000n);
    ok(await provider("node", "pause", keys.node));
    ok(await provider("stake", "thaw", "2000"));
    const early = await provider("stake", "withdraw");
    expect(early.code).toBe(5);
  });

  async function writeAgentConfig(): Promise<string> {
    const { chain, gateway, deployment } = stack.stackFile;
    const dataFolder = join(folder, "agent");
    await mkdir(dataFolder, { recursive: true });
    const config = {
      dataFolder,
      deployment,
      chain: { rpcUrl: await namespace.expose(portOf(chain.rpcUrl)), confirmations: 1, pollMs: 250 },
      gateway: { url: await namespace.expose(portOf(gateway.url)), heartbeatSeconds: 1 },
      key: { keystore: join(folder, "node.json"), passwordVariable: "NODE_PASSWORD" },
      limits: { slots: 1 },
    };
    const file = join(folder, "agent.json");
    await writeFile(file, JSON.stringify(config, null, 2));
    return file;
  }
});

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function ok(run: HiveRun): void {
  if (run.code !== 0) throw new Error(`exit code ${run.code}\n${run.stdout}\n${run.stderr}`);
}

function field(run: HiveRun, name: string): string {
  ok(run);
  return String((lastDocument(run.stdout) as Record<string, unknown>)[name]);
}

/** Gas money comes from outside: on a local chain from the well-known accounts. */
async function giveGasMoney({ stackFile }: RunningStack, addresses: readonly string[]): Promise<void> {
  // The last of the funded accounts, which nothing else uses.
  const account = mnemonicToAccount(LOCAL_CHAIN_MNEMONIC, { addressIndex: 9 });
  const client = createWalletClient({ account, transport: http(stackFile.chain.rpcUrl) });
  for (const to of addresses)
    await client.sendTransaction({ to: to as `0x${string}`, value: parseEther("1"), chain: null });
}
