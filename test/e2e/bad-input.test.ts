import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cidOf } from "@computehive/protocol/cid";
import { systemClock } from "@computehive/protocol/clock";
import type { Manifest } from "@computehive/protocol/manifest";
import { OUTCOMES } from "@computehive/protocol/outcome";
import { amountOf } from "@computehive/protocol/price";
import { showAccount } from "@computehive/sdk/account/show-account";
import { createAccessTokens } from "@computehive/sdk/gateway/access-tokens";
import { accountOf, gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { buildJob, buildOrder } from "@computehive/sdk/job-builder";
import { postJob } from "@computehive/sdk/jobs/job-actions";
import { readJob } from "@computehive/sdk/jobs/read-job";
import type { LocalAccount } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAnvil } from "../../packages/sdk/test/support/chain.ts";
import { waitUntil } from "../../scripts/support/wait-until.ts";
import { type GreedyProgram, type RefusedProgram, writeBadPrograms } from "./support/bad-programs.ts";
import { deadUrl, overloadedServer } from "./support/broken-servers.ts";
import { hive, lastDocument, type Terminal, terminal } from "./support/hive.ts";
import { clientOf } from "./support/parties.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";

/** What people and programs do wrong, on the running stack: each mistake is named, and costs nothing but the time to read of it. */
let stack: RunningStack;
let folder: string;
let buyer: Terminal;
let client: HiveClient;
let program: (name: RefusedProgram | GreedyProgram) => string;
const hello = join(import.meta.dirname, "../../programs/hello/program.wasm");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hive-bad-input-"));
  stack = await startStack({ folder: join(folder, "stack"), flags: ["--no-demo"] });
  buyer = terminal({ stack: stackPath(stack), as: "buyer" });
  client = await clientOf(stack.stackFile, "buyer");
  program = await writeBadPrograms(join(folder, "programs"));
});

afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("a program that no node runs", () => {
  test.each<[RefusedProgram, RegExp]>([
    ["not-wasm", /malformed/],
    ["forbidden-import", /forbidden-import/],
    ["shared-memory", /forbidden-feature/],
    ["atomics", /forbidden-feature/],
    ["nothing-to-call", /missing-export/],
    ["huge-function", /too-large/],
    ["huge-branch-table", /too-large/],
  ])("is refused before anything is signed: %s", async (name, rule) => {
    for (const how of [[], ["--no-dry-run"]]) {
      const error = await refused(2, "job", "post", program(name), "--yes", ...how);
      expect(error.message).toContain("refused");
      expect(error.facts.join("\n")).toMatch(/Field: program/);
      expect(error.facts.join("\n")).toMatch(rule);
    }
  });

  test("a start function that never ends ends with the fuel, or with the wall time", async () => {
    const bounded = await buyer.run("job", "post", program("endless-start"), "--fuel", "1000000");
    expect(bounded.stderr).toMatch(/Dry run +out-of-fuel, 1000000 fuel/);
    expect(bounded.stderr).toContain("WARNING: the program did not end well here");
    // Nobody is there to say yes.
    expect(bounded.code).toBe(2);
    const error = await refused(2, "job", "post", program("endless-start"), "--wall", "1s", "--yes");
    expect(error.facts.join("\n")).toMatch(/Field: wall\nRule: +more than 1 s/);
  });
});

describe("a program that takes more than it may", () => {
  const FIXED = 50_000n;
  test.each<{ name: GreedyProgram; outcome: (typeof OUTCOMES)[number]; limits: string[] }>([
    { name: "endless", outcome: "out-of-fuel", limits: ["--fuel", "20000000"] },
    { name: "memory", outcome: "out-of-memory", limits: ["--memory", "1MiB"] },
    { name: "output", outcome: "out-of-output", limits: ["--output-limit", "64KiB"] },
    { name: "stack", outcome: "out-of-stack", limits: [] },
    {
      name: "endless",
      outcome: "out-of-time",
      limits: ["--wall", "1s", "--fuel", "900000000000000000", "--no-dry-run", "--max-pay", "1"],
    },
  ])("ends with the signed outcome $outcome, paid by its rule", async ({ name, outcome, limits }) => {
    const price = ["--fixed-price", "0.05", "--price", "100"];
    const posted = await buyer.run("job", "post", program(name), ...price, ...limits, "--yes", "--wait", "--json");
    expect(posted.code, posted.stdout + posted.stderr).toBe(0);
    const { jobId } = lastDocument(posted.stdout) as { jobId: string };
    const { job } = await buyer.json<{ job: Job }>("job", "accept", jobId);
    const { receipt } = await buyer.json<{ receipt: { details: { outcome: number } } }>("receipt", "show", jobId);
    expect(OUTCOMES[receipt.details.outcome]).toBe(outcome);
    const { order, settlement } = job;
    const terms = { maxPay: BigInt(order.maxPay), fixedPrice: FIXED, price: 100_000_000n, unitKind: 0 };
    expect(BigInt(settlement.amount)).toBe(amountOf(terms, BigInt(settlement.units)));
    if (outcome === "out-of-time") expect(BigInt(settlement.amount)).toBe(FIXED);
    else expect(BigInt(settlement.units)).toBeGreaterThan(0n);
    const verified = await buyer.run("receipt", "verify", jobId);
    expect(verified.code, verified.stdout).toBe(0);
    expect(verified.stdout).toContain(outcome === "out-of-time" ? "VERIFIED, but for execution" : "VERIFIED: ");
  });
});

describe("an input that is not what its CID says", () => {
  test("is not stored", async () => {
    const cid = cidOf(new TextEncoder().encode("what was promised"));
    const response = await put(`/v1/blobs/${cid}`, "something else");
    expect(response.status).toBe(422);
    expect((await response.json()) as object).toMatchObject({
      error: { code: "content-mismatch", field: "cid", message: expect.stringContaining(cid) },
    });
    expect(await gatewayOf(client).sizeOfBlob(cid)).toBeUndefined();
  });

  test("and is missing: nodes decline, the job is open again, the buyer takes it back without loss", async () => {
    const before = await money();
    const gone = new TextEncoder().encode(`an input that goes away ${folder}`);
    const gateway = gatewayOf(client);
    const built = buildJob({
      program: new Uint8Array(await readFile(hello)),
      inputs: [{ path: "gone.txt", bytes: gone }],
      limits: { fuel: 10_000_000n },
    });
    for (const [cid, bytes] of built.blobs) if (cid !== built.manifestCid) await gateway.putBlob(bytes);
    await gateway.putManifest(built.manifest);
    await gateway.deleteBlob(cidOf(gone));
    expect(await gateway.sizeOfBlob(cidOf(gone))).toBeUndefined();

    const { jobId } = await postJob(client, await orderFor(built.manifest));
    await waitUntil(
      async () => {
        const { state, attempts } = await readJob(client, jobId);
        return (
          state === "open" && attempts.filter(({ end }) => end === "declined").length === stack.stackFile.agents.length
        );
      },
      { timeoutMs: 120_000, what: "The declining of every node" },
    );
    const cancelled = await buyer.json<{ state: string }>("job", "cancel", jobId);
    expect(cancelled.state).toBe("cancelled");
    expect(await money()).toBe(before);
  });
});

describe("a manifest", () => {
  const cid = cidOf(new TextEncoder().encode("program"));
  const limits = { fuel: "1000", memoryBytes: 65_536, wallSeconds: 10, outputBytes: 1_000 };
  const valid = { version: 1, runtime: "wasm", program: cid, args: [], env: {}, inputs: [], limits };
  test.each<[string, object, string]>([
    ["an unknown field", { ...valid, priority: 1 }, "priority"],
    ["an unknown field further in", { ...valid, limits: { ...limits, gpus: 1 } }, "limits.gpus"],
    ["a number where text belongs", { ...valid, limits: { ...limits, fuel: 1_000 } }, "limits.fuel"],
    ["text where a list belongs", { ...valid, args: "one" }, "args"],
    ["a value that looks like a secret", { ...valid, env: { API_KEY: "abcdef123456" } }, "env.API_KEY"],
    ["a private key among the arguments", { ...valid, args: [`0x${"4f".repeat(32)}`] }, "args[0]"],
  ])("with %s is refused by the gateway, with field and rule", async (_name, manifest, field) => {
    const response = await put("/v1/manifests", JSON.stringify(manifest), { method: "POST", type: "application/json" });
    const { error } = (await response.json()) as { error: { field?: string; rule?: string; message: string } };
    expect(response.status, JSON.stringify(error)).toBe(422);
    expect(error.field).toBe(field);
    expect(error.rule).toMatch(/\S/);
  });

  test("with a secret is refused before it leaves the machine", async () => {
    const error = await refused(2, "job", "post", hello, "--env", "API_KEY=abcdef123456", "--yes");
    expect(error.facts.join("\n")).toMatch(/env\.API_KEY: .*public/);
    expect(JSON.stringify(error)).not.toContain("abcdef123456");
  });
});

describe("an order", () => {
  test.each<[string, string, string[]]>([
    ["that pays nothing", "price", ["--price", "0", "--fixed-price", "0"]],
    ["whose price comes to nothing at its fuel limit", "price", ["--price", "0.000001"]],
    ["with an amount that is none", "price", ["--price", "1e3"]],
    ["whose deadline is over at once", "validity", ["--validity", "0s"]],
    ["that nodes could claim for longer than a month", "validity", ["--validity", "31d"]],
    ["with an odd duration", "window", ["--window", "soon"]],
    ["that costs more than the buyer has", "max-pay", ["--price", "1", "--max-pay", "1000000000"]],
    ["for a resource class that nobody offers", "price", ["--class", "gpu.none"]],
    ["for an unknown offer", "offer", ["--offer", `0x${"ab".repeat(32)}`]],
    ["for a node that is no address", "node", ["--node", "0x1234"]],
    ["with an input that is not there", "input", ["--input", "nowhere.txt"]],
    ["with an option that is there twice", "fuel", ["--fuel", "1", "--fuel", "2"]],
  ])("%s is refused by name of its field: %s", async (_name, field, options) => {
    const error = await refused(2, "job", "post", hello, ...options, "--yes");
    expect(error.facts[0]).toBe(`Field: ${field}`);
  });

  test("whose deadline is in the past is refused by the market", async () => {
    const { order, terms } = await orderFor(buildJob({ program: new Uint8Array([0]) }).manifest);
    await expect(unchanged(() => postJob(client, { order: { ...order, claimBefore: 1 }, terms }))).rejects.toThrow(
      /claimBefore is out of range/,
    );
  });

  test.each<[string, number, string[]]>([
    ["a deposit beyond the wallet", 2, ["account", "deposit", "1000000000"]],
    ["a withdrawal beyond the account", 5, ["account", "withdraw", "1000000000"]],
    ["an unknown job", 2, ["job", "show", `0x${"12".repeat(32)}`]],
    ["an unknown command", 2, ["job", "pots"]],
    ["an unknown option", 2, ["job", "list", "--byer", "me"]],
  ])("%s fails with a sentence and exit code %i", async (_name, code, args) => {
    expect((await refused(code, ...args)).message).toMatch(/\S/);
  });
});

describe("what hive talks to", () => {
  test("another chain is refused, by its id and by its first block", async () => {
    for (const chainId of [1, client.deployment.chainId]) {
      const other = await startAnvil("--chain-id", String(chainId));
      try {
        const error = await refused(2, "job", "post", hello, "--yes", "--rpc", other.url);
        expect(error.code).toBe("WrongChainError");
        expect(error.facts.join("\n")).toMatch(chainId === 1 ? /chain 1$/ : /first block 0x/);
      } finally {
        await other.stop();
      }
    }
  });

  test.each<[string, "--gateway" | "--rpc", string]>([
    ["a gateway", "--gateway", "GatewayUnreachableError"],
    ["an RPC endpoint", "--rpc", "HttpRequestError"],
  ])("%s that is down ends with exit code 4, and says to try again", async (_name, option) => {
    const error = await refused(4, "job", "post", hello, "--yes", option, await deadUrl());
    expect(error.facts.join("\n")).toContain("http://127.0.0.1:");
    expect(error.hint).toContain("try again");
  });

  test.each(["--gateway", "--rpc"])("the same where %s answers with 503", async (option) => {
    const overloaded = await overloadedServer();
    try {
      const error = await refused(4, "job", "post", hello, "--yes", option, overloaded.url);
      expect(error.hint).toContain("try again");
    } finally {
      await overloaded.stop();
    }
  });

  test("a file with settings that is none is named", async () => {
    const run = await hive(["account", "show", "--stack", hello, "--json"]);
    expect(run.code).toBe(2);
    expect(lastDocument(run.stdout)).toMatchObject({
      error: { facts: ["Field: stack", expect.any(String), expect.any(String)] },
    });
  });
});

describe("Ctrl-C", () => {
  test.each<[string, string, (jobId: string) => string[]]>([
    ["a dry run", "Dry run", () => ["job", "post", program("endless"), "--yes"]],
    ["following a job", "open: ", (jobId) => ["job", "watch", jobId]],
    ["guarding jobs", "Guarding", () => ["watch"]],
  ])("in the middle of %s ends with 130 and leaves nothing behind", async (_name, text, args) => {
    // Exclusive to an address that no node has: it stays open.
    const nobody = ["--price", "1", "--node", `0x${"11".repeat(20)}`, "--exclusive", "30m"];
    const { jobId } = await buyer.json<{ jobId: string }>("job", "post", hello, ...nobody, "--yes");
    const { code, output } = await unchanged(() => interrupted(args(jobId), text));
    expect(code, output).toBe(130);
    expect(output).toContain("Cancelled.");
    await buyer.json("job", "cancel", jobId);
  });
});

/** Runs `hive` until it has said `text`, then presses Ctrl-C. */
async function interrupted(args: readonly string[], text: string): Promise<{ code: number | null; output: string }> {
  const bin = join(import.meta.dirname, "../../cli/bin/hive.js");
  const env = { PATH: process.env["PATH"], HIVE_STACK: stackPath(stack) };
  const child = spawn(process.execPath, [bin, ...args, "--as", "buyer"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      const isNew = !output.includes(text);
      output += part;
      if (isNew && output.includes(text)) child.kill("SIGINT");
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

interface Job {
  order: { maxPay: string };
  settlement: { units: string; amount: string };
}

interface Failure {
  code: string;
  message: string;
  facts: string[];
  hint?: string;
}

/** Runs a command that must fail with `code`, change nothing, and say why in one JSON document. */
async function refused(code: number, ...args: string[]): Promise<Failure> {
  const run = await unchanged(() => buyer.run(...args, "--json"));
  expect(run.code, run.stdout + run.stderr).toBe(code);
  expect(run.stdout.trim().split("\n")).toHaveLength(1);
  return (JSON.parse(run.stdout) as { error: Failure }).error;
}

/** The buyer's account and the number of its jobs are the same before and after. */
async function unchanged<T>(action: () => Promise<T>): Promise<T> {
  const look = async () => {
    const [{ free, wallet, operators }, jobs, transactions] = await Promise.all([
      showAccount(client),
      client.publicClient.getLogs({ address: client.deployment.contracts.market, fromBlock: 0n }),
      client.publicClient.getTransactionCount({ address: accountOf(client).address }),
    ]);
    return { free, wallet, operators, transactions, events: jobs.length };
  };
  const before = await look();
  try {
    return await action();
  } finally {
    expect(await look()).toEqual(before);
  }
}

async function money(): Promise<bigint> {
  const { free, wallet } = await showAccount(client);
  return free + wallet;
}

async function orderFor(manifest: Manifest) {
  const [{ timestamp }, account] = await Promise.all([client.publicClient.getBlock(), showAccount(client)]);
  return buildOrder({
    deployment: client.deployment,
    buyer: account.owner,
    epoch: account.epoch,
    now: Number(timestamp),
    manifest,
    resourceClass: "cpu.v1",
    pricing: { unitKind: "fuel", fixedPrice: 100_000n, price: 3_000_000n },
  });
}

/** A request of the buyer's with its access token, as any HTTP client sends it. */
async function put(
  path: string,
  body: string,
  { method = "PUT", type = "application/octet-stream" } = {},
): Promise<Response> {
  const gateway = gatewayOf(client);
  const { chainId, audience, limits } = await gateway.info();
  const tokens = createAccessTokens({ signer: accountOf(client) as LocalAccount, clock: systemClock });
  const authorization = await tokens.header({ chainId, audience, maxLifetime: limits.accessSeconds });
  return fetch(gateway.url + path, { method, headers: { "content-type": type, authorization }, body });
}
