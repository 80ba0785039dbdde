import { jobIdOf } from "@computehive/protocol/order";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { PublicClient } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allowOperator } from "../src/account/operators.ts";
import { raiseEpoch, withdraw } from "../src/account/withdraw.ts";
import { drip } from "../src/faucet.ts";
import { createOrderCheck } from "../src/jobs/check-signed-order.ts";
import { cancelJobFor, claimSignedJob, signCancellation, signOrder } from "../src/jobs/signed-job.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { DOLLAR, fundedBuyer, stakedNode, testOrder } from "./support/market.ts";

let chain: TestChain;
let buyer: Party;
beforeAll(async () => {
  chain = await startTestChain();
  buyer = await fundedBuyer(chain);
});
afterAll(() => chain.stop());

type Change = Parameters<typeof testOrder>[2];

async function signed(party: Party, change: Change = {}): Promise<SignedClaim> {
  return signOrder(party.client, await testOrder(chain, party, change));
}

function check(claim: SignedClaim, besides?: bigint) {
  return createOrderCheck(chain.publicClient, chain.deployment)(claim, besides === undefined ? {} : { besides });
}

async function wallet(): Promise<Party> {
  const party = await chain.party();
  await drip(party.client);
  return party;
}

describe("a signed order that a node could claim", () => {
  it("has no fault, from the account and from the wallet, and asks the chain little", async () => {
    const asked: string[] = [];
    const counting = createOrderCheck(countingClient(asked), chain.deployment);
    expect(await counting(await signed(buyer))).toBeUndefined();
    expect(asked).toEqual(["simulateContract"]);
    const party = await wallet();
    expect(await counting(await signed(party, { funding: 1 }))).toBeUndefined();
    asked.length = 0;
    expect(await counting(await signed(party, { funding: 1, salt: 7n }))).toBeUndefined();
    expect(asked).toEqual(["simulateContract"]);
  });

  it("has none either where it is reserved for a policy's nodes", async () => {
    const { order, terms } = await testOrder(chain, buyer);
    const policed = { order, terms: { ...terms, policy: chain.deployment.contracts.attesterPolicies } };
    expect(await check(await signOrder(buyer.client, policed))).toBeUndefined();
  });
});

describe("a signed order that nobody could claim", () => {
  const rules: [string, Change, string][] = [
    ["pays nothing at most", { maxPay: 0n, bond: 0n }, "order.maxPay"],
    ["has no price", { price: 0n, fixedPrice: 0n }, "order.price"],
    ["risks too little", { exposure: 0n }, "order.exposure"],
    ["leaves too short a window", { window: 0 }, "order.window"],
    ["has no time to run", { runTime: 0 }, "order.runTime"],
    ["has a funding of the future", { funding: 3 }, "order.funding"],
    ["has a unit of the future", { unitKind: 9 }, "order.unitKind"],
    ["is silent in another way", { onSilence: 2 }, "order.onSilence"],
  ];
  it.each(rules)("because it %s is refused without asking the chain", async (_what, change, field) => {
    const asked: string[] = [];
    const { order, terms } = await testOrder(chain, buyer, change);
    const claim: SignedClaim = { order, terms, signature: `0x${"12".repeat(65)}` };
    expect(await createOrderCheck(countingClient(asked), chain.deployment)(claim)).toMatchObject({ field });
    expect(asked).toEqual([]);
  });

  it("because another signed it is told by the signature alone", async () => {
    const asked: string[] = [];
    const { signature } = await signed(await wallet());
    const claim = { ...(await signed(buyer)), signature };
    const fault = await createOrderCheck(countingClient(asked), chain.deployment)(claim);
    expect(fault).toMatchObject({ field: "signature" });
    expect(asked).toEqual(["getCode"]);
  });

  it("because of its money names what is missing", async () => {
    const poor = await chain.party();
    expect(await check(await signed(poor, { funding: 1 }))).toMatchObject({
      field: "order.maxPay",
      rule: expect.stringContaining("covered by the wallet"),
    });
    expect(await check(await signed(poor))).toMatchObject({ field: "order.buyer" });
    await allowOperator(poor.client, { operator: "market", cap: 1_000n * DOLLAR, expiry: 2 ** 40 - 1 });
    expect(await check(await signed(poor))).toMatchObject({ field: "order.maxPay", rule: /account, which holds 0/ });
  });

  it("because it was cancelled or claimed is told so", async () => {
    const offering = await testOrder(chain, buyer);
    const claim = await signOrder(buyer.client, offering);
    const jobId = jobIdOf(buyer.client.marketDomain, offering.order, offering.terms);
    const signature = await signCancellation(buyer.client, jobId);
    await cancelJobFor((await chain.party()).client, { ...offering, signature });
    expect(await check(claim)).toMatchObject({ field: "order.salt" });
    const other = await signed(buyer);
    await claimSignedJob((await stakedNode(chain)).client, other);
    expect(await check(other)).toMatchObject({ field: "order.salt" });
  });

  it("because its epoch is over is told the new one", async () => {
    const party = await fundedBuyer(chain);
    const claim = await signed(party);
    await raiseEpoch(party.client);
    expect(await check(claim)).toEqual({ field: "order.epoch", rule: "the account's epoch, 1" });
  });

  it("because its money is promised to others names the sum", async () => {
    const party = await fundedBuyer(chain);
    const claim = await signed(party);
    const needed = claim.order.maxPay + claim.order.bond;
    expect(await check(claim, 1_000n * DOLLAR - needed)).toBeUndefined();
    expect(await check(claim, 1_000n * DOLLAR - needed + 1n)).toMatchObject({ field: "order.maxPay" });
    await allowOperator(party.client, { operator: "market", cap: needed, expiry: 2 ** 40 - 1 });
    expect(await check(claim, 1n)).toMatchObject({ field: "order.buyer" });
    await withdraw(party.client, { amount: 1_000n * DOLLAR });
    expect(await check(claim)).toMatchObject({ field: "order.maxPay" });
  });
});

describe("an endpoint that fails", () => {
  it("is no fault of the order", async () => {
    const publicClient = {
      ...chain.publicClient,
      simulateContract: () => Promise.reject(new Error("away")),
    } as unknown as PublicClient;
    await expect(createOrderCheck(publicClient, chain.deployment)(await signed(buyer))).rejects.toThrow("away");
  });
});

/** Notes which questions reach the chain. */
function countingClient(asked: string[]): PublicClient {
  const questions = ["simulateContract", "readContract", "getCode", "getBlock", "verifyTypedData"] as const;
  const counted = Object.fromEntries(
    questions.map((name) => [
      name,
      (...args: unknown[]) => {
        asked.push(name);
        return (chain.publicClient[name] as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  );
  return { ...chain.publicClient, ...counted } as unknown as PublicClient;
}
