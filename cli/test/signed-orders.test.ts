import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jobIdOf } from "@computehive/protocol/order";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { claimSignedJob, signOrder } from "@computehive/sdk/jobs/signed-job";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Party, startTestChain, type TestChain } from "../../packages/sdk/test/support/chain.ts";
import { fundedBuyer, posted, stakedNode, type TestNode, testOrder } from "../../packages/sdk/test/support/market.ts";
import { createOrderFolder } from "../src/job/kept-orders.ts";
import { toJson } from "../src/terminal/json.ts";
import { runHive } from "../src/testing/run-hive.ts";
import { temporaryFolder } from "../src/testing/temporary-folder.ts";

/** The test chain's third party. */
const KEY_OF_BUYER = `0x${"3".padStart(64, "0")}` as const;

let chain: TestChain;
let folder: string;
let node: TestNode;
let buyer: Party;

beforeAll(async () => {
  chain = await startTestChain();
  folder = mkdtempSync(join(tmpdir(), "hive-signed-"));
  writeFileSync(join(folder, "deployment.json"), toJson(chain.deployment));
  node = await stakedNode(chain);
  buyer = await fundedBuyer(chain);
});
afterAll(async () => {
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("an order that was signed", () => {
  it("is waited for until its time is over on the chain, whatever the gateway has forgotten", async () => {
    const order = await signed();
    await using gateway = await startGateway({ [order.jobId]: order });
    const watching = hive(gateway, "job", "watch", order.jobId);
    await expect.poll(() => gateway.asked(), { timeout: 20_000 }).toBeGreaterThan(0);
    gateway.forget();
    // The gateway's clock, and this machine's, say nothing: the chain has its own time.
    await expect.poll(() => gateway.asked(), { timeout: 20_000 }).toBeGreaterThan(4);
    await claimSignedJob(node.client, order.claim);
    await expect.poll(() => gateway.followed(), { timeout: 20_000 }).toBeGreaterThan(0);
    watching.ending.abort();
    const { stdout, stderr } = await watching.ended;
    expect(stdout).toContain("running");
    expect(stderr).not.toContain("No node claimed");
  });

  it("is said not to be claimed once a block shows so", async () => {
    const order = await signed();
    await using gateway = await startGateway({ [order.jobId]: order });
    const watching = hive(gateway, "job", "watch", order.jobId);
    await expect.poll(() => gateway.asked(), { timeout: 20_000 }).toBeGreaterThan(1);
    const { timestamp } = await chain.publicClient.getBlock();
    await chain.pass(order.claim.order.claimBefore - Number(timestamp) + 1);
    const { code, stdout, stderr } = await watching.ended;
    expect(code).not.toBe(0);
    expect(stdout).toContain("signed: It waits for a node");
    expect(stderr).toContain("No node claimed this order before its time ran out");
  });

  it("is taken back from what was kept here, without a gateway that knows it", async () => {
    const order = await signed();
    await using gateway = await startGateway({});
    const kept = createOrderFolder(gateway.orders).keep(order.jobId, order.claim);
    expect(kept).toContain(order.jobId);
    const { code, stderr } = await hive(gateway, "job", "cancel", order.jobId).ended;
    expect(code, stderr).toBe(0);
    await expect(readJob(buyer.client, order.jobId)).rejects.toThrow("cancelled before anybody");
  });

  it("is not taken back where the gateway names another one", async () => {
    const [wanted, other] = [await signed(), await signed()];
    await using gateway = await startGateway({ [wanted.jobId]: { ...other, jobId: wanted.jobId } });
    const { code, stderr } = await hive(gateway, "job", "cancel", wanted.jobId).ended;
    expect(code).not.toBe(0);
    expect(stderr).toContain("The gateway answered with another order");
    await expect(readJob(buyer.client, other.jobId)).rejects.toThrow("Nobody posted this job");
  });
});

describe("a posted job", () => {
  it("is cancelled without the gateway being asked", async () => {
    const { jobId } = await posted(chain, buyer);
    await using gateway = await startGateway({});
    const { code, stderr } = await hive(gateway, "job", "cancel", jobId).ended;
    expect(code, stderr).toBe(0);
    expect(gateway.asked()).toBe(0);
  });
});

describe("kept orders", () => {
  it("are found as they were signed, and nothing that cannot be read", async () => {
    const { claim, jobId } = await signed();
    const orders = createOrderFolder(join(temporaryFolder(), "orders"));
    expect(await orders.find(jobId)).toBeUndefined();
    const file = orders.keep(jobId, claim);
    expect(await orders.find(jobId)).toEqual(claim);
    writeFileSync(file, "{");
    expect(await orders.find(jobId)).toBeUndefined();
  });

  it("that cannot be written do not leave", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    expect(() => createOrderFolder(file).keep("0x12", {} as SignedClaim)).toThrow(/was not given away/);
  });
});

interface Left {
  readonly jobId: Hex;
  readonly claim: SignedClaim;
}

async function signed(): Promise<Left> {
  const offering = await testOrder(chain, buyer);
  const claim = await signOrder(buyer.client, offering);
  return { claim, jobId: jobIdOf(buyer.client.marketDomain, offering.order, offering.terms) };
}

interface StubGateway {
  readonly url: string;
  readonly orders: string;
  /** How often it was asked for an order. */
  asked(): number;
  /** How often it was asked for an execution. */
  followed(): number;
  forget(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Answers for orders alone, with what it is told to. */
async function startGateway(orders: Record<string, Left>): Promise<StubGateway> {
  let asked = 0;
  let followed = 0;
  let known = orders;
  const server = createServer((request, response) => {
    const jobId = /^\/v1\/orders\/(0x\w+)$/.exec(request.url ?? "")?.[1];
    if (jobId) asked++;
    if (request.url?.startsWith("/v1/executions/")) followed++;
    const found = jobId && known[jobId];
    response.statusCode = found ? 200 : 404;
    response.end(found ? toJson({ ...found.claim, jobId: found.jobId, leftAt: 1, standing: "waiting" }) : "{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    orders: join(folder, `orders-${(server.address() as AddressInfo).port}`),
    asked: () => asked,
    followed: () => followed,
    forget() {
      known = {};
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Run {
  readonly ending: AbortController;
  readonly ended: ReturnType<typeof runHive>;
}

function hive({ url, orders }: StubGateway, ...args: string[]): Run {
  const ending = new AbortController();
  const env = {
    HIVE_RPC_URL: chain.url,
    HIVE_GATEWAY_URL: url,
    HIVE_DEPLOYMENT: join(folder, "deployment.json"),
    HIVE_ORDERS: orders,
    HIVE_PRIVATE_KEY: KEY_OF_BUYER,
  };
  return { ending, ended: runHive(args, { cwd: folder, env, signal: ending.signal }) };
}
