import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@computehive/protocol/contracts";
import { createPublicClient, createWalletClient, http, type PublicClient } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Chain, startChain } from "./chain/chain.ts";
import { createRpc } from "./chain/rpc.ts";
import { placeToken } from "./deploy/testing/place-token.ts";
import { deploy, readArtifacts } from "./deploy.ts";
import { verifyOnExplorers } from "./deploy-verify.ts";
import type { Style } from "./verify/forge-verifier.ts";
import { targetsOf } from "./verify/targets.ts";
import { told } from "./verify/testing/etherscan-interface.ts";
import { type FakeExplorer, type FakeExplorerOptions, startFakeExplorer } from "./verify/testing/fake-explorer.ts";
import { type HttpAnswer, json } from "./verify/testing/http-exchange.ts";
import { createJudge } from "./verify/testing/judge.ts";
import { refusalOf } from "./verify/testing/sourcify-interface.ts";
import type { VerifyPolicy } from "./verify/verify-sources.ts";

/** A chain that forge does not know. */
const CHAIN = 77_001;
const KEY = "SECRETKEY";
const COMPILER = "0.8.34+commit.80d5c536";
const QUICK: VerifyPolicy = { retry: { attempts: 3, baseDelay: 10, maxDelay: 20 }, polls: 30, pollDelay: 10 };
const TOKEN = "0x4200000000000000000000000000000000000042";
const STYLES = ["etherscan", "blockscout", "sourcify"] as const satisfies readonly Style[];
const account = mnemonicToAccount("test test test test test test test test test test test junk");

let folder: string;
let chain: Chain;
let publicClient: PublicClient;
let deployment: Deployment;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hive-verify-test-"));
  chain = await startChain({ folder: join(folder, "chain"), port: 0, blockTimeSeconds: 0, chainId: CHAIN });
  await placeToken(createRpc(chain.url), TOKEN);
  const transport = http(chain.url);
  publicClient = createPublicClient({ transport, cacheTime: 0 });
  deployment = await deploy({
    walletClient: createWalletClient({ account, transport }),
    publicClient,
    arbiter: account.address,
    token: TOKEN,
    randomness: "commit-reveal",
    folder,
  });
});
afterAll(async () => {
  await chain.stop();
  rmSync(folder, { recursive: true });
});

// Each question is a process of forge's, which reads the whole project.
describe("what explorers are sent", { timeout: 1_200_000 }, () => {
  it("compiles to exactly what is on the chain, for every contract, and says its arguments", async () => {
    const explorer = await startExplorer();
    const { isComplete, lines } = await verify(explorer, ["etherscan"]);
    expect(lines.filter((line) => !line.startsWith("verified"))).toEqual([]);
    expect(isComplete).toBe(true);
    // The factory, the deployment's seventeen, and three that constructors deploy.
    expect(lines).toHaveLength(21);
    const addresses = explorer.submissions.map(({ address }) => address.toLowerCase());
    expect(new Set(addresses).size).toBe(21);
    for (const [name, address] of Object.entries(deployment.contracts)) {
      if (name !== "token") expect(addresses).toContain(address.toLowerCase());
    }
  });

  it("is the same for Blockscout and Sourcify, and is not sent again", async () => {
    const only = ["Create3Factory", "ReplicaArbiter", "AccountPreparer"];
    for (const style of ["blockscout", "sourcify"] as const) {
      const other = await startExplorer();
      const { lines } = await verify(other, [style], { only });
      expect(lines.map((line) => line.split(/ +/)[0])).toEqual(["verified", "verified", "verified", "verified"]);
      expect((await verify(other, [style], { only })).lines.every((line) => line.startsWith("known"))).toBe(true);
      expect(other.submissions).toHaveLength(4);
    }
  });
});

describe("an explorer", { timeout: 180_000 }, () => {
  it.each(STYLES)("that judges later is asked again (%s)", async (style) => {
    const explorer = await startExplorer({ judge: async () => undefined });
    explorer.answer("status", pending(style), pending(style), pending(style));
    const { isComplete } = await verifyFactory(explorer, style);
    expect(isComplete).toBe(true);
    expect(explorer.asked.filter((question) => question === "status").length).toBeGreaterThanOrEqual(4);
  });

  it.each(STYLES)("that never judges is left, and says so (%s)", async (style) => {
    const explorer = await startExplorer({ judge: async () => undefined });
    explorer.answer("status", ...Array.from({ length: 20 }, () => pending(style)));
    const { isComplete, lines } = await verifyFactory(explorer, style, { ...QUICK, polls: 3 });
    expect(isComplete).toBe(false);
    expect(lines[0]).toMatch(/^unanswered .*ask again later/);
  });

  it.each(STYLES)("that finds other code is believed, at once, and the next contract is tried (%s)", async (style) => {
    const explorer = await startExplorer({ judge: async () => "Bytecode does not match" });
    const { isComplete, lines } = await verify(explorer, [style], { only: ["Create3Factory", "Receipts"] });
    expect(isComplete).toBe(false);
    expect(lines.map((line) => line.split(/ +/)[0])).toEqual(["refused", "refused"]);
    expect(lines[0]).toMatch(/^refused .*Bytecode does not match/);
    expect(explorer.submissions).toHaveLength(2);
  });

  it.each(STYLES)("that knows the sources is sent nothing, or says so when it is (%s)", async (style) => {
    const explorer = await startExplorer({ judge: never, verified: [deployment.origin!.factory] });
    expect((await verifyFactory(explorer, style)).lines[0]).toMatch(/^known/);
    const late = await startExplorer({ judge: never });
    late.answer("submit", style === "sourcify" ? json(409, refusalOf("already_verified")) : told("0", ALREADY));
    const { isComplete, lines } = await verifyFactory(late, style);
    expect(lines[0]).toMatch(/^known/);
    expect(isComplete).toBe(true);
  });

  it.each([
    ["limits its rate (HTTP 429)", { status: 429, body: "Too many requests" }],
    ["is down (HTTP 503)", { status: 503, body: "<html>Service unavailable</html>" }],
    ["answers rubbish", { status: 200, body: "<html>" }],
  ])("that %s is tried again, later", async (_, answer) => {
    // Blockscout is read as Etherscan is.
    for (const style of ["etherscan", "sourcify"] as const) {
      const explorer = await startExplorer({ judge: async () => undefined });
      // Forge itself asks twice.
      explorer.answer("submit", answer, answer);
      explorer.answer("status", answer, answer);
      const { isComplete, lines } = await verifyFactory(explorer, style);
      expect(lines[0]).toMatch(/^verified/);
      expect(isComplete).toBe(true);
    }
  });

  it("that says in words that its rate is limited is tried again, too", async () => {
    const explorer = await startExplorer({ judge: async () => undefined });
    explorer.answer("look", told("0", "Max calls per sec rate limit reached (3/sec)"));
    explorer.answer("submit", told("0", "Max calls per sec rate limit reached (3/sec)"));
    expect((await verifyFactory(explorer, "etherscan")).lines[0]).toMatch(/^verified/);
  });

  it("that stays down is given up, with its reason, and the next explorer is asked", async () => {
    const explorer = await startExplorer({ judge: async () => undefined });
    const down = { status: 503, body: "<html>Service unavailable</html>" };
    explorer.answer("look", down, down, down);
    const only = ["Create3Factory", "Receipts"];
    const { isComplete, lines } = await verify(explorer, ["etherscan", "sourcify"], { only });
    expect(isComplete).toBe(false);
    expect(lines[0]).toMatch(/^unanswered +Create3Factory .*etherscan: .*Service unavailable/);
    expect(lines.slice(1).map((line) => line.split(/ +/)[0])).toEqual(["verified", "verified"]);
  });

  it("that cannot be reached is given up, and the key stays secret", async () => {
    const gone = await startExplorer({ judge: never });
    const { urls } = gone;
    await gone.close();
    const lines: string[] = [];
    const explorers = [{ style: "etherscan", url: urls.etherscan, key: KEY } as const];
    expect(await verifyOnExplorers({ ...where(), explorers, policy: QUICK, say: (line) => lines.push(line) })).toBe(
      false,
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^unanswered .*error sending request/);
    expect(lines[0]).not.toContain(KEY);
  });

  it("that refuses the key, or the chain, is not tried again", async () => {
    const explorer = await startExplorer({ judge: never });
    const lines: string[] = [];
    const explorers = [{ style: "etherscan", url: explorer.urls.etherscan, key: "WRONG" } as const];
    const only = ["Create3Factory"];
    const options = { ...where(), only, policy: QUICK, say: (line: string) => lines.push(line) };
    expect(await verifyOnExplorers({ ...options, explorers })).toBe(false);
    const foreign = await startExplorer({ judge: never, chainId: 1 });
    expect(
      await verifyOnExplorers({ ...options, explorers: [{ style: "sourcify", url: foreign.urls.sourcify }] }),
    ).toBe(false);
    expect(lines[0]).toMatch(/^refused .*Invalid API Key/);
    expect(lines[1]).toMatch(/^refused .*unsupported chain/);
  });
});

describe("the judge of these tests", { timeout: 300_000 }, () => {
  it("finds a changed source, other arguments, another compiler, and a missing licence", async () => {
    const explorer = await startExplorer();
    await verify(explorer, ["blockscout"], { only: ["ReplicaArbiter"] });
    const [good] = explorer.submissions;
    if (!good) throw new Error("Nothing was sent.");
    const judge = realJudge();
    const path = "contracts/disputes/ReplicaArbiter.sol";
    const withSource = (change: (content: string) => string) => {
      const sources = { ...good.input.sources, [path]: { content: change(good.input.sources[path]!.content) } };
      return { ...good, input: { ...good.input, sources } };
    };
    expect(await judge(good)).toBeUndefined();
    expect(await judge(withSource((text) => text.replace("MIT", "UNLICENSED")))).toMatch(/licence/);
    expect(await judge(withSource((text) => `${text} contract`))).toMatch(/Error/);
    expect(await judge({ ...good, compilerVersion: "v0.8.33+commit.64118f21" })).toMatch(/no compiler/);
    const otherArguments = good.constructorArguments.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    expect(await judge({ ...good, constructorArguments: otherArguments })).toMatch(/arguments are others/);
    const settings = { ...good.input.settings, optimizer: { enabled: true, runs: 1 } };
    expect(await judge({ ...good, input: { ...good.input, settings } })).toMatch(/not the one on the chain/);
  });
});

describe("the command", { timeout: 180_000 }, () => {
  it("ends with 0 where all is verified, and with 1 where it is not, or was told too little", async () => {
    const explorer = await startExplorer({ judge: async () => undefined });
    const args = ["--blockscout-url", explorer.urls.blockscout, "--only", "Create3Factory"];
    const good = await command(...args);
    expect(good).toEqual({ code: 0, output: expect.stringMatching(/^verified +Create3Factory/) });

    const bad = await startExplorer({ judge: async () => "Bytecode does not match" });
    const refused = await command("--sourcify-url", bad.urls.sourcify, "--only", "Create3Factory");
    expect(refused).toEqual({ code: 1, output: expect.stringContaining("Not every explorer has all sources") });

    expect(await command()).toEqual({ code: 1, output: expect.stringContaining("Name an explorer") });
    expect(await command("--etherscan-url", "etherscan")).toMatchObject({ code: 1 });
    const unknown = await command(...args, "--only", "Nothing");
    expect(unknown).toEqual({ code: 1, output: expect.stringContaining("has no Nothing") });
  });

  it("names every contract of the source once, and two of one", () => {
    const names = targetsOf(deployment, readArtifacts()).map(({ name }) => name);
    expect(names.filter((name) => name === "AccountPreparer")).toHaveLength(2);
    expect(new Set(names).size).toBe(names.length - 1);
  });
});

const ALREADY = "Contract source code already verified";

async function never(): Promise<string> {
  return "Nothing should have been sent.";
}

function pending(style: Style): HttpAnswer {
  if (style !== "sourcify") return told("0", "Pending in queue");
  const verificationId = "11111111-1111-4111-8111-111111111111";
  const contract = { match: null, creationMatch: null, runtimeMatch: null, chainId: String(CHAIN), address: "0x" };
  return json(200, { isJobCompleted: false, verificationId, jobStartTime: "2026-01-01T00:00:00Z", contract });
}

function realJudge() {
  return createJudge({ publicClient, factory: deployment.origin!.factory, compilerVersion: COMPILER });
}

async function startExplorer(change: Partial<FakeExplorerOptions> = {}): Promise<FakeExplorer> {
  const explorer = await startFakeExplorer({ chainId: CHAIN, key: KEY, judge: realJudge(), ...change });
  onTestFinished(() => explorer.close());
  return explorer;
}

function where() {
  return { rpcUrl: chain.url, folder };
}

async function verify(
  { urls }: FakeExplorer,
  styles: readonly Style[],
  {
    only = [],
    policy = { ...QUICK, pollDelay: 500, polls: 600 },
  }: { only?: readonly string[]; policy?: VerifyPolicy } = {},
) {
  const lines: string[] = [];
  const explorers = styles.map((style) => ({ style, url: urls[style], key: style === "etherscan" ? KEY : undefined }));
  const isComplete = await verifyOnExplorers({ ...where(), explorers, only, policy, say: (line) => lines.push(line) });
  return { isComplete, lines };
}

function verifyFactory(explorer: FakeExplorer, style: Style, policy = QUICK) {
  return verify(explorer, [style], { only: ["Create3Factory"], policy });
}

async function command(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "deploy-verify.ts"), ...args], {
    env: { PATH: process.env["PATH"], HIVE_RPC_URL: chain.url, HIVE_DEPLOYMENTS: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, output };
}
