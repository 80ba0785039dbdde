import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createPublicClient, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { describe, expect, it, onTestFinished } from "vitest";
import { startChain } from "../chain/chain.ts";
import { createRpc } from "../chain/rpc.ts";
import { waitUntil } from "../support/wait-until.ts";
import { deploymentPath, readDeployment } from "./deployment-file.ts";
import { placeToken } from "./testing/place-token.ts";

const ROOT = join(import.meta.dirname, "../..");
const CHAIN = 8_453;
const TOKEN = "0x4200000000000000000000000000000000000042";
const OTHER_TOKEN = "0x4300000000000000000000000000000000000043";
/** The factory and seventeen contracts; the token is there. */
const STEPS = 18;
const account = mnemonicToAccount("test test test test test test test test test test test junk");
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

describe("a deployment from the command line", () => {
  it("that is killed between two contracts goes on where it stopped", async () => {
    const { start, folder, publicClient } = await setup();
    const first = start();
    await waitUntil(() => first.lines.filter((line) => line.startsWith("deployed")).length >= 4);
    await first.kill();
    const sent = await publicClient.getTransactionCount({ address: account.address });
    expect(existsSync(deploymentPath(folder, CHAIN))).toBe(false);
    expect(sent).toBeLessThan(STEPS);

    const second = start();
    expect(await second.ended).toBe(0);
    expect(second.lines.filter((line) => line.startsWith("found"))).toHaveLength(sent);
    expect(second.lines.filter((line) => line.startsWith("deployed"))).toHaveLength(STEPS - sent);
    expect(await publicClient.getTransactionCount({ address: account.address })).toBe(STEPS);
    expect(readDeployment(folder, CHAIN)?.contracts.token).toBe(TOKEN);
  });

  it("that is killed while a transaction waits does not send it again", async () => {
    const { start, rpc, publicClient } = await setup();
    await rpc("evm_setAutomine", [false]);
    const began = performance.now();
    const first = start();
    const sent = () => publicClient.getTransactionCount({ address: account.address, blockTag: "pending" });
    await waitUntil(async () => (await sent()) === 1);
    const tookMs = performance.now() - began;
    await first.kill();

    const second = start();
    // Long enough for one that does not wait to send again, which would need no more than the first did.
    await new Promise((resolve) => setTimeout(resolve, tookMs + 1_000));
    expect(await sent()).toBe(1);
    await rpc("evm_setAutomine", [true]);
    await rpc("evm_mine");
    expect(await second.ended).toBe(0);
    expect(await sent()).toBe(STEPS);
  });

  it("that is told another token afterwards is refused, and says of what", async () => {
    const { start, folder, publicClient } = await setup();
    expect(await start().ended).toBe(0);
    rmSync(deploymentPath(folder, CHAIN));
    const other = start({ HIVE_TOKEN: OTHER_TOKEN });
    expect(await other.ended).toBe(1);
    expect(other.complaints()).toContain("has deployed release 1 on this chain before");
    expect(await publicClient.getTransactionCount({ address: account.address })).toBe(STEPS);

    const beside = start({ HIVE_TOKEN: OTHER_TOKEN, HIVE_RELEASE: "2" });
    expect(await beside.ended).toBe(0);
    expect(readDeployment(folder, CHAIN)?.origin?.release).toBe("2");
  });
});

async function setup() {
  const folder = mkdtempSync(join(tmpdir(), "hive-interrupted-"));
  const chain = await startChain({ folder: join(folder, "chain"), port: 0, blockTimeSeconds: 0, chainId: CHAIN });
  const children: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of children) child.kill("SIGKILL");
    await chain.stop();
    rmSync(folder, { recursive: true });
  });
  const start = (change: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ["scripts/deploy.ts"], {
      cwd: ROOT,
      env: {
        PATH: process.env["PATH"],
        HIVE_RPC_URL: chain.url,
        HIVE_DEPLOYER_KEY: KEY,
        HIVE_TOKEN: TOKEN,
        HIVE_RANDOMNESS: "commit-reveal",
        HIVE_DEPLOYMENTS: folder,
        ...change,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
    let complaints = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const kill = async () => {
      child.kill("SIGKILL");
      await ended;
    };
    return { lines, ended, kill, complaints: () => complaints };
  };
  const publicClient = createPublicClient({ transport: http(chain.url), cacheTime: 0 });
  const rpc = createRpc(chain.url);
  for (const token of [TOKEN, OTHER_TOKEN] as const) await placeToken(rpc, token);
  return { start, folder, publicClient, rpc };
}
