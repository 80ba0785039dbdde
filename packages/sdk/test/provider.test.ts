import { parseAmount } from "@computehive/protocol/price";
import { shortName } from "@computehive/protocol/short-name";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deposit } from "../src/account/deposit.ts";
import { allowOperator, ensureOperator } from "../src/account/operators.ts";
import { showAccount } from "../src/account/show-account.ts";
import { raiseEpoch, withdraw } from "../src/account/withdraw.ts";
import { drip, NoFaucetError } from "../src/faucet.ts";
import { createHiveClient, WalletMissingError } from "../src/hive-client.ts";
import { postJob } from "../src/jobs/job-actions.ts";
import {
  listNodes,
  readNode,
  registerNode,
  retireNode,
  rotateNode,
  setNodePaused,
  setNodePayee,
  setNodeProfile,
} from "../src/nodes/nodes.ts";
import { cancelOffer, listOffers, postOffer } from "../src/offers/offers.ts";
import { addStake, cancelThaw, showStake, thawStake, withdrawStake } from "../src/staking/stake.ts";
import { readToken } from "../src/token.ts";
import { startTestChain, type TestChain } from "./support/chain.ts";
import { DOLLAR, fundedBuyer, profileOf, stakedNode, testOrder } from "./support/market.ts";

const FAR = 2 ** 40 - 1;
let chain: TestChain;

beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

describe("an account", () => {
  it.each(["permit", "approve"] as const)("takes a deposit by %s and gives it back", async (by) => {
    const { client, account } = await chain.party();
    const { amount } = await drip(client);
    expect(await showAccount(client)).toMatchObject({ owner: account.address, free: 0n, wallet: amount, epoch: 0 });
    await deposit(client, 30n * DOLLAR, { by });
    expect(await showAccount(client)).toMatchObject({ free: 30n * DOLLAR, wallet: amount - 30n * DOLLAR });
    await withdraw(client, { amount: 10n * DOLLAR });
    expect(await withdraw(client, { amount: "all" })).toMatchObject({ amount: 20n * DOLLAR });
    expect(await showAccount(client)).toMatchObject({ free: 0n, wallet: amount });
  });

  it("says in a sentence what is missing", async () => {
    const { client } = await chain.party();
    await expect(deposit(client, DOLLAR)).rejects.toThrow(
      /holds too little of the token[\s\S]*Holds: {3}0 [\s\S]*Needs: {3}1000000/,
    );
    await expect(withdraw(client, { amount: 1n })).rejects.toThrow(/deposit first/);
    await drip(client);
    await expect(drip(client)).rejects.toThrow(/The faucet gave .* something already/);
    const order = await testOrder(chain, { client, account: (await chain.party()).account });
    await expect(postJob(client, order)).rejects.toThrow(/Only the buyer/);
  });

  it("names what an operator may draw, and no more than needed", async () => {
    const buyer = await fundedBuyer(chain);
    const order = await testOrder(chain, buyer);
    await allowOperator(buyer.client, { operator: "market", cap: DOLLAR, expiry: FAR });
    await expect(postJob(buyer.client, order)).rejects.toThrow(/raise the operator's cap/);
    const needed = order.order.maxPay + order.order.bond;
    expect(await ensureOperator(buyer.client, { operator: "market", amount: needed, seconds: 60 })).toBeDefined();
    expect(await ensureOperator(buyer.client, { operator: "market", amount: needed, seconds: 60 })).toBeUndefined();
    expect((await showAccount(buyer.client)).operators.market).toEqual({ cap: needed, expiry: FAR });
    await raiseEpoch(buyer.client);
    await expect(postJob(buyer.client, order)).rejects.toThrow(/epoch 0 .* now in epoch 1/);
  });

  it("needs a key to write, and a local chain for the faucet", async () => {
    const { client } = await chain.party();
    const { testDollar: _, ...contracts } = chain.deployment.contracts;
    const reader = createHiveClient({ deployment: chain.deployment, publicClient: chain.publicClient });
    await expect(deposit(reader, 1n)).rejects.toThrow(WalletMissingError);
    await expect(drip({ ...client, deployment: { ...chain.deployment, contracts } })).rejects.toThrow(NoFaucetError);
    expect(await readToken(client)).toMatchObject({ symbol: "TUSD", decimals: 6 });
    expect(parseAmount("1", 6)).toBe(DOLLAR);
  });
});

describe("a provider", () => {
  it("stakes, thaws and withdraws", async () => {
    const { client, account } = await fundedBuyer(chain);
    await expect(addStake(client, DOLLAR)).rejects.toThrow(/never allowed/);
    await allowOperator(client, { operator: "staking", cap: 100n * DOLLAR, expiry: FAR });
    await addStake(client, 100n * DOLLAR);
    await thawStake(client, 40n * DOLLAR);
    expect(await showStake(client, account.address)).toMatchObject({
      active: 60n * DOLLAR,
      free: 60n * DOLLAR,
      thawing: 40n * DOLLAR,
    });
    await expect(withdrawStake(client)).rejects.toThrow(/thaws until/);
    await chain.pass(61);
    await withdrawStake(client);
    await thawStake(client, 60n * DOLLAR);
    await cancelThaw(client);
    expect(await showStake(client, account.address)).toMatchObject({ active: 60n * DOLLAR, thawing: 0n });
    expect((await showAccount(client)).free).toBe(940n * DOLLAR);
  });

  it("registers, pauses, moves and retires nodes", async () => {
    const node = await stakedNode(chain);
    const { client } = node.provider;
    const address = node.account.address;
    await expect(
      registerNode(client, { profile: profileOf(node.provider, node), nodeKey: node.account }),
    ).rejects.toThrow(/registered already/);
    await setNodePaused(client, { node: address, paused: true });
    await setNodePayee(client, { node: address, payee: address });
    expect(await listNodes(client, { provider: node.provider.account.address, resourceClass: "cpu.v1" })).toMatchObject(
      [{ node: address, paused: true, payee: address, profile: { payee: node.provider.account.address } }],
    );
    await retireNode(client, address);
    await expect(setNodePaused(client, { node: address, paused: false })).rejects.toThrow(/retired for ever/);
    expect(await readNode(client, address)).toMatchObject({ retired: true });
    expect(await readNode(client, node.provider.account.address)).toBeUndefined();
  });

  it("changes a node's profile and gives it a new key", async () => {
    const node = await stakedNode(chain);
    const { client, account } = node.provider;
    const fresh = await chain.party();
    const changed = { ...profileOf(node.provider, node), resourceClass: shortName("gpu.h200"), endpoint: "https://a" };
    await setNodeProfile(client, { profile: changed, nodeKey: node.account });
    expect(await listNodes(client, { provider: account.address, resourceClass: "cpu.v1" })).toEqual([]);
    expect(await listNodes(client, { provider: account.address, resourceClass: "gpu.h200" })).toMatchObject([
      { node: node.account.address, profile: { endpoint: "https://a" } },
    ]);
    await setNodePayee(client, { node: node.account.address, payee: fresh.account.address });
    await expect(setNodeProfile(client, { profile: changed, nodeKey: node.account })).rejects.toThrow(/another payee/);

    const rotation = {
      node: node.account.address,
      profile: profileOf(node.provider, fresh),
      nodeKey: fresh.account,
    };
    await expect(rotateNode(fresh.client, rotation)).rejects.toThrow(/use the provider's key/);
    await rotateNode(client, rotation);
    expect(await readNode(client, node.account.address)).toMatchObject({ retired: true });
    expect(await readNode(client, fresh.account.address)).toMatchObject({ retired: false, payee: account.address });
    await expect(rotateNode(client, rotation)).rejects.toThrow(/retired for ever/);
  });

  it("refuses a profile that another key signed", async () => {
    const provider = await chain.party();
    const node = await chain.party();
    await expect(
      registerNode(provider.client, { profile: profileOf(provider, node), nodeKey: provider.account }),
    ).rejects.toThrow(/not signed by the node key/);
  });

  it("posts and cancels offers", async () => {
    const node = await stakedNode(chain);
    const { client, account } = node.provider;
    const { timestamp } = await chain.publicClient.getBlock();
    const offer = {
      provider: account.address,
      node: node.account.address,
      token: chain.deployment.contracts.token,
      fixedPrice: 1n,
      price: 2n,
      unitKind: 0,
      exposureLimit: 3n,
      resourceClass: shortName("cpu.v1"),
      validUntil: Number(timestamp) + 500,
      salt: 1n,
    };
    const { offerId } = await postOffer(client, offer);
    expect(await listOffers(client, { provider: account.address })).toEqual([
      { offerId, offer, state: "posted", isOpen: true },
    ]);
    await expect(postOffer(client, offer)).rejects.toThrow(/posted once/);
    await setNodePaused(client, { node: offer.node, paused: true });
    const paused = await listOffers(client, { provider: account.address });
    expect(paused.map(({ state, isOpen }) => [state, isOpen])).toEqual([["posted", false]]);
    await setNodePaused(client, { node: offer.node, paused: false });
    const second = { ...offer, salt: 2n };
    await postOffer(client, second);
    await cancelOffer(client, second);
    await chain.pass(501);
    const all = await listOffers(client, { resourceClass: "cpu.v1", provider: account.address });
    expect(all.map(({ state, isOpen }) => [state, isOpen])).toEqual([
      ["posted", false],
      ["cancelled", false],
    ]);
    await expect(postOffer(client, { ...offer, salt: 3n })).rejects.toThrow(/validUntil is in the past/);
  });
});
