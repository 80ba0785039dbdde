import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { Hex, PublicClient } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GatewayClient } from "../src/gateway-client.ts";
import { createHiveClient, type HiveClient, type KeptOrders } from "../src/hive-client.ts";
import { disputeJob } from "../src/jobs/job-actions.ts";
import type { JobLog } from "../src/jobs/job-events.ts";
import { findLeftOrder, LeftOrderForeignError } from "../src/jobs/left-order.ts";
import { listJobs } from "../src/jobs/list-jobs.ts";
import { JobOrderHiddenError, readJob } from "../src/jobs/read-job.ts";
import { claimSignedJob, signOrder } from "../src/jobs/signed-job.ts";
import { watchJobs } from "../src/jobs/watch-jobs.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { fundedBuyer, live, receiptFor, stakedNode, submitted, type TestNode, testOrder } from "./support/market.ts";

let chain: TestChain;
let node: TestNode;
let buyer: Party;
let claim: SignedClaim;
let jobId: Hex;

beforeAll(async () => {
  chain = await startTestChain();
  node = await stakedNode(chain);
  buyer = await fundedBuyer(chain);
  claim = await signOrder(buyer.client, await testOrder(chain, buyer));
  ({ jobId } = await claimSignedJob(node.client, claim));
});
afterAll(() => chain.stop());

describe("a job whose claim hides its order", () => {
  it("cannot be read by those who do not have the order", async () => {
    await expect(readJob(hidden(), jobId)).rejects.toBeInstanceOf(JobOrderHiddenError);
    await expect(readJob(hidden({ gateway: gatewayWith() }), jobId)).rejects.toBeInstanceOf(JobOrderHiddenError);
    expect(await listJobs(hidden(), { buyer: buyer.account.address })).toEqual([]);
  });

  it("is read, listed and followed with what the gateway kept, and disputed", async () => {
    const client = hidden({ gateway: gatewayWith(claim) });
    const before = await readJob(client, jobId);
    expect(before).toMatchObject({ state: "running", order: claim.order, terms: claim.terms });
    expect(await listJobs(client, { buyer: buyer.account.address })).toMatchObject([{ jobId, state: "running" }]);
    expect(await firstEvents(client)).toContainEqual(expect.objectContaining({ eventName: "JobPosted" }));
    await submitted(node, before, receiptFor(before));
    const view = live(await readJob(client, jobId));
    const { execution } = view.current;
    await disputeJob(client, { order: view.order, terms: view.terms, execution, complaint: "wrong" });
    expect((await readJob(client, jobId)).state).toBe("disputed");
  });

  it("is read with what its buyer kept, also where the gateway is away", async () => {
    const away = { leftOrder: () => Promise.reject(new Error("away")) } as unknown as GatewayClient;
    const client = hidden({ gateway: away, keptOrders: { find: async () => claim } });
    expect(await readJob(client, jobId)).toMatchObject({ order: claim.order });
    await expect(readJob(hidden({ gateway: away }), jobId)).rejects.toThrow(/Gateway: away/);
  });

  it("is never taken for another one that a gateway names", async () => {
    const other = { ...claim, order: { ...claim.order, salt: claim.order.salt + 1n } };
    const client = hidden({ gateway: gatewayWith(other) });
    await expect(findLeftOrder(client, jobId)).rejects.toBeInstanceOf(LeftOrderForeignError);
    await expect(readJob(client, jobId)).rejects.toBeInstanceOf(JobOrderHiddenError);
    expect(await listJobs(client, { buyer: buyer.account.address })).toEqual([]);
  });
});

describe("the data of a claim", () => {
  it("is asked for by its place in a block, a second time where the endpoint is late", async () => {
    const asked: unknown[] = [];
    const publicClient = {
      ...chain.publicClient,
      getTransaction: (place: { blockHash: Hex; index: number }) => {
        asked.push(place);
        return chain.publicClient.getTransaction(
          asked.length === 1 ? { ...place, index: 99 } : (place as { blockHash: Hex; index: number }),
        );
      },
    } as unknown as PublicClient;
    const client = createHiveClient({ deployment: chain.deployment, publicClient });
    expect(await readJob(client, jobId)).toMatchObject({ order: claim.order });
    expect(asked).toEqual([asked[0], asked[0]]);
    expect(asked[0]).toEqual({ blockHash: expect.stringMatching(/^0x/), index: 0 });
  });
});

/** A client of the buyer to whom every claim shows nothing that can be read. */
function hidden(options: { gateway?: GatewayClient; keptOrders?: KeptOrders } = {}): HiveClient {
  const publicClient = {
    ...chain.publicClient,
    getTransaction: async () => ({ input: "0x12345678" }),
  } as unknown as PublicClient;
  return createHiveClient({
    deployment: chain.deployment,
    publicClient,
    walletClient: buyer.client.walletClient,
    ...options,
  });
}

/** A gateway that answers with this order whatever it is asked, or with none. */
function gatewayWith(order?: SignedClaim): GatewayClient {
  const left = order && ({ ...order, jobId, leftAt: 1, standing: "known" } as LeftOrder);
  return { url: "http://gateway.example", leftOrder: async () => left } as unknown as GatewayClient;
}

async function firstEvents(client: HiveClient): Promise<JobLog[]> {
  const ending = new AbortController();
  const events: JobLog[] = [];
  await watchJobs(client, {
    fromBlock: BigInt(chain.deployment.blockNumber),
    signal: ending.signal,
    onJob: (event) => void events.push(event),
    onBlock: () => ending.abort(),
  });
  return events;
}
