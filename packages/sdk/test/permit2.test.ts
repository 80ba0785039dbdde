import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { Address, Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approvePermit2, Permit2MissingError, permit2Requests, revokePermit2 } from "../src/account/permit2.ts";
import { drip } from "../src/faucet.ts";
import type { HiveClient } from "../src/hive-client.ts";
import { createOrderCheck } from "../src/jobs/check-signed-order.ts";
import { claimSignedJob, signOrder } from "../src/jobs/signed-job.ts";
import { readPermit2Allowance, readTokenCapabilities } from "../src/token-capabilities.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { DOLLAR, stakedNode, testOrder } from "./support/market.ts";
import { putOldToken, putPermit2, takeAuthorizations } from "./support/permit2.ts";

const OLD_TOKEN = "0x00000000000000000000000000000000000001d0" as const satisfies Address;
const funding = FUNDINGS.indexOf("permit2");

let chain: TestChain;
let buyer: Party;

beforeAll(async () => {
  chain = await startTestChain();
  buyer = await chain.party();
  await drip(buyer.client);
});
afterAll(() => chain.stop());

function approved({ client, account }: Party): Promise<bigint> {
  const { token } = client.deployment.contracts;
  return readPermit2Allowance(chain.publicClient, { token, owner: account.address });
}

describe("where a chain has no Permit2", () => {
  it("nothing is approved, and what was can be revoked", async () => {
    await expect(approvePermit2(buyer.client, DOLLAR)).rejects.toBeInstanceOf(Permit2MissingError);
    expect(await approved(buyer)).toBe(0n);
    expect((await revokePermit2(buyer.client)).receipt.status).toBe("success");
  });
});

describe("an approval of Permit2", () => {
  beforeAll(async () => {
    await putPermit2(chain.testClient);
    await takeAuthorizations(chain.testClient, chain.deployment.contracts.token);
  });

  it("is exactly what was asked for, replaces the one before, and is taken back", async () => {
    const hashes: Hex[] = [];
    const { hash } = await approvePermit2(buyer.client, 12n * DOLLAR, { onHash: (sent) => hashes.push(sent) });
    expect(hashes).toEqual([hash]);
    expect(await approved(buyer)).toBe(12n * DOLLAR);
    await approvePermit2(buyer.client, 5n * DOLLAR);
    expect(await approved(buyer)).toBe(5n * DOLLAR);
    await revokePermit2(buyer.client);
    expect(await approved(buyer)).toBe(0n);
  });

  it("lets one signature pay an order with a token without EIP-3009, and nothing without it", async () => {
    const { token } = chain.deployment.contracts;
    expect(await readTokenCapabilities(chain.publicClient, token)).toMatchObject({
      authorization: false,
      permit: true,
      permit2: true,
    });
    const offering = await testOrder(chain, buyer, { funding });
    const needed = offering.order.maxPay + offering.order.bond;
    const claim = await signOrder(buyer.client, offering);
    const check = createOrderCheck(chain.publicClient, chain.deployment);
    expect(await check(claim)).toMatchObject({ field: "order.funding", isMoney: true });
    await approvePermit2(buyer.client, needed + 1n);
    expect(await check(claim)).toBeUndefined();
    // It must do for the buyer's other orders too.
    expect(await check(claim, { besides: 2n })).toMatchObject({ field: "order.funding" });
    const node = await stakedNode(chain);
    await claimSignedJob(node.client, claim);
    expect(await approved(buyer)).toBe(1n);
  });

  it("is made in two steps where the token changes one only from nothing", async () => {
    await putOldToken(chain.testClient, OLD_TOKEN);
    const old = withToken(buyer, OLD_TOKEN);
    await approvePermit2(old.client, 3n);
    expect((await permit2Requests(old.client, 7n)).map(({ args }) => args[1])).toEqual([0n, 7n]);
    const hashes: Hex[] = [];
    const { hash } = await approvePermit2(old.client, 7n, { onHash: (sent) => hashes.push(sent) });
    expect(hashes).toEqual([hash]);
    expect(await approved(old)).toBe(7n);
    expect((await permit2Requests(old.client, 0n)).map(({ args }) => args[1])).toEqual([0n]);
  });
});

function withToken({ client, account }: Party, token: Address): Party {
  const { deployment } = client;
  const contracts = { ...deployment.contracts, token };
  return { account, client: { ...client, deployment: { ...deployment, contracts } } satisfies HiveClient };
}
