import { showAccount } from "@computehive/sdk/account/show-account";
import { drip } from "@computehive/sdk/faucet";
import { createGatewayClient, type GatewayClient } from "@computehive/sdk/gateway-client";
import { createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import { buildJob, buildOrder } from "@computehive/sdk/job-builder";
import { cancelJobFor, claimSignedJob, signCancellation, signOrder } from "@computehive/sdk/jobs/signed-job";
import { createWalletClient, type Hex, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "./support/processes.ts";
import { createWorld, example, type World } from "./support/world.ts";

const LIMITS = { fuel: 6_000_000n, memoryBytes: 262_144, wallSeconds: 20, outputBytes: 4_096 };
const HELLO = { program: example("hello/program.wasm"), args: ["Ada"], limits: LIMITS };
const LIMIT = 120_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, LIMIT);
afterAll(() => world?.close());

interface Signer {
  readonly client: HiveClient;
  readonly gateway: GatewayClient;
}

/** Somebody who holds test dollars and nothing else: no coin for gas, no deposit, no operator. */
async function signer(): Promise<Signer> {
  const account = privateKeyToAccount(generatePrivateKey());
  const walletClient = createWalletClient({ account, transport: http(world.rpcUrl) });
  const client = createHiveClient({ deployment: world.deployment, publicClient: world.publicClient, walletClient });
  await world.chain.setBalance({ address: account.address, value: 10n ** 18n });
  await drip(client);
  await world.chain.setBalance({ address: account.address, value: 0n });
  return { client, gateway: createGatewayClient({ url: world.gatewayUrl, signer: account }) };
}

async function signed({ client, gateway }: Signer) {
  const job = buildJob(HELLO);
  for (const bytes of job.blobs.values()) await gateway.putBlob(bytes);
  const { timestamp } = await world.publicClient.getBlock();
  const { order, terms } = buildOrder({
    deployment: world.deployment,
    buyer: client.walletClient!.account!.address,
    epoch: 0,
    now: Number(timestamp),
    manifest: job.manifest,
    resourceClass: "cpu.v1",
    pricing: { unitKind: "fuel", fixedPrice: 1_000n, price: 1_000_000n },
    times: { window: 5 },
  });
  return signOrder(client, { order: { ...order, funding: 1 }, terms });
}

describe("an order that its buyer only signed", () => {
  it("is found at the gateway, claimed, run and paid, without a transaction of the buyer", {
    timeout: LIMIT,
  }, async () => {
    const buyer = await signer();
    const agent = world.startAgent(world.configFile("signed-orders"));
    try {
      const claim = await signed(buyer);
      const { jobId } = await buyer.gateway.leaveOrder(claim);
      const view = await eventually(async () => {
        const found = await world.job(jobId as Hex).catch(() => undefined);
        return found?.state === "settled-silent" ? found : undefined;
      }, "the job is paid by silence");
      const { maxPay, bond } = claim.order;
      expect(view.settlement).toMatchObject({ refund: maxPay + bond - view.settlement!.amount });
      expect(view.settlement!.amount).toBeGreaterThan(0n);
      expect((await showAccount(buyer.client)).free).toBe(view.settlement!.refund);
      // Nobody is shown what was claimed.
      expect((await buyer.gateway.leftOrders()).orders).toEqual([]);
    } finally {
      await agent.kill("SIGKILL");
    }
  });

  it("is gone from the gateway when its cancellation was carried, and cannot be claimed", {
    timeout: LIMIT,
  }, async () => {
    const buyer = await signer();
    const claim = await signed(buyer);
    const { jobId } = await buyer.gateway.leaveOrder(claim);
    expect((await buyer.gateway.leftOrder(jobId as Hex)).signature).toBe(claim.signature);
    const signature = await signCancellation(buyer.client, jobId as Hex);
    await cancelJobFor(world.provider, { order: claim.order, terms: claim.terms, signature });
    await eventually(async () => {
      const { standing } = await buyer.gateway.leftOrder(jobId as Hex);
      return standing === "known" ? standing : undefined;
    }, "the gateway has heard of it");
    expect((await buyer.gateway.leftOrders()).orders.map((left) => left.jobId)).not.toContain(jobId);
    expect((await buyer.gateway.leaveOrder(claim)).standing).toBe("known");
    const walletClient = createWalletClient({ account: world.nodeKey, transport: http(world.rpcUrl) });
    const node = createHiveClient({ ...world.provider, walletClient });
    await expect(claimSignedJob(node, claim)).rejects.toThrow(/cancelled/);
  });

  it("is refused by the gateway where the wallet does not cover it, or another signed", {
    timeout: LIMIT,
  }, async () => {
    const [buyer, stranger] = [await signer(), await signer()];
    const claim = await signed(buyer);
    const foreign = await signed(stranger);
    await expect(buyer.gateway.leaveOrder({ ...claim, signature: foreign.signature })).rejects.toThrow(/signature/);
    const tooMuch = { ...claim.order, maxPay: 10n ** 15n, exposure: 10n ** 15n };
    const uncovered = await signOrder(buyer.client, { order: tooMuch, terms: claim.terms });
    await expect(buyer.gateway.leaveOrder(uncovered)).rejects.toThrow(/covered by the wallet/);
  });
});
