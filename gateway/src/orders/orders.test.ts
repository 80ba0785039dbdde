import { leftOrderSchema, leftOrdersResponseSchema } from "@computehive/protocol/api/signed-order";
import { jobIdOf } from "@computehive/protocol/order";
import { shortName } from "@computehive/protocol/short-name";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { MARKET, sampleOrder } from "../testing/samples.ts";
import { errorOf, startGateway, type TestGateway } from "../testing/start-gateway.ts";
import { expireOrders, recheckOrders } from "./keep-orders.ts";
import { createKnownJobs } from "./known-jobs.ts";
import type { OrderRow } from "./order-rows.ts";

const SIGNATURE = `0x${"12".repeat(65)}` as const;

/** A signed order that can be claimed for an hour from the gateway's clock on. */
function signed(gateway: TestGateway, salt: bigint, change: { resourceClass?: string; claimBefore?: number } = {}) {
  const { order, terms } = sampleOrder({ salt });
  const claimBefore = change.claimBefore ?? Math.floor(gateway.clock.now() / 1000) + 3_600;
  const named = { ...terms, resourceClass: shortName(change.resourceClass ?? "cpu.v1") };
  return { order: { ...order, funding: 1, claimBefore }, terms: named, signature: SIGNATURE };
}

function leave(gateway: TestGateway, body: unknown): Promise<Response> {
  const json = JSON.stringify(body, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  return gateway.fetch("/v1/orders", { method: "POST", headers: { "content-type": "application/json" }, body: json });
}

async function list(gateway: TestGateway, query = "") {
  return leftOrdersResponseSchema.parse(await (await gateway.fetch(`/v1/orders${query}`)).json());
}

type Signed = ReturnType<typeof signed>;

function idOf({ order, terms }: Signed) {
  return jobIdOf(MARKET, order, terms);
}

async function saltsOf(gateway: TestGateway, query = "") {
  // An answer of the chain is remembered for a second.
  gateway.clock.pass(1);
  return (await list(gateway, query)).orders.map(({ order }) => order.salt);
}

/** One order as the gateway has it; nothing where it has none. */
async function orderAt(gateway: TestGateway, order: Signed) {
  gateway.clock.pass(1);
  const response = await gateway.fetch(`/v1/orders/${idOf(order)}`);
  return response.ok ? leftOrderSchema.parse(await response.json()) : undefined;
}

async function standingOf(gateway: TestGateway, order: Signed) {
  return (await orderAt(gateway, order))?.standing;
}

/** What looks after the orders, with its own knowledge of the chain. */
function keeper({ chain, clock, store }: TestGateway) {
  const knownJobs = createKnownJobs({ chain, clock });
  const logger = pino({ level: "silent" });
  return { rows: store.orders, chain, clock, knownJobs, logger, retentionSeconds: 60, checkSeconds: 10 };
}

describe("signed orders", () => {
  it("are kept for nodes as they were signed, once", async () => {
    await using gateway = await startGateway();
    const order = signed(gateway, 1n);
    const jobId = jobIdOf(MARKET, order.order, order.terms);
    const left = leftOrderSchema.parse(await (await leave(gateway, order)).json());
    expect(left).toMatchObject({ jobId, ...order, standing: "waiting" });
    expect(leftOrderSchema.parse(await (await leave(gateway, order)).json())).toEqual(left);
    expect((await list(gateway)).orders).toEqual([left]);
    expect(leftOrderSchema.parse(await (await gateway.fetch(`/v1/orders/${jobId}`)).json())).toEqual(left);
    // The second time nobody asked the chain.
    expect(gateway.chain.asked.whyNotClaimable).toBe(1);
  });

  it("are listed by resource class, in pages", async () => {
    await using gateway = await startGateway();
    for (const salt of [1n, 2n, 3n]) await leave(gateway, signed(gateway, salt));
    await leave(gateway, signed(gateway, 4n, { resourceClass: "gpu.h200" }));
    expect((await list(gateway, "?resourceClass=gpu.h200")).orders).toHaveLength(1);
    const first = await list(gateway, "?resourceClass=cpu.v1&limit=2");
    expect(first.orders).toHaveLength(2);
    const second = await list(gateway, `?resourceClass=cpu.v1&limit=2&after=${first.next}`);
    expect(second.orders).toHaveLength(1);
    expect(second.next).toBeUndefined();
    expect(new Set([...first.orders, ...second.orders].map(({ jobId }) => jobId)).size).toBe(3);
  });

  it("are shown to nodes until the market has heard of them, or their time is over", async () => {
    await using gateway = await startGateway();
    const [one, other] = [signed(gateway, 1n), signed(gateway, 2n)];
    await leave(gateway, one);
    await leave(gateway, other);
    gateway.chain.take(idOf(one));
    expect(await saltsOf(gateway)).toEqual([2n]);
    gateway.clock.pass(3_600);
    expect(await saltsOf(gateway)).toEqual([]);
    expect(await standingOf(gateway, other)).toBe("over");
  });

  it("are given to whoever needs them as long as their job can last, also where the claim hides them", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_EXECUTION_RETENTION_SECONDS: "60" } });
    const order = signed(gateway, 1n);
    const left = leftOrderSchema.parse(await (await leave(gateway, order)).json());
    gateway.chain.take(idOf(order));
    expect(await orderAt(gateway, order)).toEqual({ ...left, standing: "known" });
    // The dispute and the verdict may come at the very end of everything.
    gateway.clock.pass(3_600 + order.order.runTime + order.order.window + order.terms.verdictTime);
    await expireOrders(keeper(gateway));
    expect(await orderAt(gateway, order)).toEqual({ ...left, standing: "known" });
    gateway.clock.pass(3_600 + 60);
    await expireOrders(keeper(gateway));
    expect(await standingOf(gateway, order)).toBeUndefined();
  });

  it("are given from memory where the chain does not answer", async () => {
    await using gateway = await startGateway();
    const order = signed(gateway, 1n);
    await leave(gateway, order);
    gateway.chain.setDown(true);
    expect(await standingOf(gateway, order)).toBe("waiting");
  });

  it("wait again after the chain went back", async () => {
    await using gateway = await startGateway();
    const order = signed(gateway, 1n);
    await leave(gateway, order);
    gateway.chain.take(idOf(order));
    expect(await saltsOf(gateway)).toEqual([]);
    gateway.chain.untake(idOf(order));
    gateway.clock.pass(10);
    await recheckOrders(keeper(gateway));
    expect(await saltsOf(gateway)).toEqual([1n]);
  });

  it("that were claimed in their last second are not lost: the chain is asked before they go", async () => {
    await using gateway = await startGateway();
    const [claimed, missed] = [signed(gateway, 1n), signed(gateway, 2n)];
    await leave(gateway, claimed);
    await leave(gateway, missed);
    gateway.clock.pass(2 * 3_600);
    gateway.chain.take(idOf(claimed));
    gateway.chain.setDown(true);
    expect(await expireOrders(keeper(gateway))).toBe(0);
    gateway.chain.setDown(false);
    expect(await expireOrders(keeper(gateway))).toBe(1);
    expect(await standingOf(gateway, claimed)).toBe("known");
    expect(await standingOf(gateway, missed)).toBeUndefined();
  });

  it("of another version are left out, and the page is shown all the same", async () => {
    await using gateway = await startGateway();
    await leave(gateway, signed(gateway, 1n));
    const order = signed(gateway, 2n);
    await leave(gateway, order);
    const row = (await gateway.store.orders.find(idOf(order))) as OrderRow;
    await gateway.store.orders.remove([row.jobId]);
    const limits = { maxPerBuyer: 10, maxWaiting: 10, now: row.leftAt };
    await gateway.store.orders.leave({ ...row, body: '{"order":{}}' }, limits);
    expect(await saltsOf(gateway)).toEqual([1n]);
    expect(await standingOf(gateway, order)).toBeUndefined();
  });

  it("of one buyer that were claimed leave room for others", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_ORDERS_PER_BUYER: "1" } });
    const first = signed(gateway, 1n);
    await leave(gateway, first);
    expect((await leave(gateway, signed(gateway, 2n))).status).toBe(409);
    gateway.chain.take(idOf(first));
    await recheckOrders({ ...keeper(gateway), checkSeconds: 0 });
    expect((await leave(gateway, signed(gateway, 2n))).status).toBe(200);
  });

  it("are refused with field and rule where no node could claim them, and nothing is kept", async () => {
    await using gateway = await startGateway();
    gateway.chain.setFault({ field: "signature", rule: "the buyer's signature of exactly this order, by its funding" });
    const refused = await leave(gateway, signed(gateway, 1n));
    expect(refused.status).toBe(422);
    expect(await errorOf(refused)).toMatchObject({ code: "invalid", field: "signature" });
    gateway.chain.setFault(undefined);
    const now = Math.floor(gateway.clock.now() / 1000);
    for (const claimBefore of [now, now + 31 * 86_400]) {
      const late = await leave(gateway, signed(gateway, 1n, { claimBefore }));
      expect(await errorOf(late)).toMatchObject({ code: "invalid", field: "order.claimBefore" });
    }
    const bare = await leave(gateway, { ...signed(gateway, 1n), signature: "0x" });
    expect(await errorOf(bare)).toMatchObject({ code: "invalid", field: "signature" });
    expect((await list(gateway)).orders).toEqual([]);
  });

  it("of one buyer share its money: what is promised to others is not promised again", async () => {
    await using gateway = await startGateway();
    const { order } = signed(gateway, 1n);
    gateway.chain.setCover((order.maxPay + order.bond) * 2n);
    for (const salt of [1n, 2n]) expect((await leave(gateway, signed(gateway, salt))).status).toBe(200);
    const [again, first] = [signed(gateway, 3n), signed(gateway, 1n)];
    const refused = await leave(gateway, again);
    expect(await errorOf(refused)).toMatchObject({
      field: "order.maxPay",
      hint: expect.stringContaining("same order"),
    });
    // An account's money is another pot than a wallet's.
    const other = signed(gateway, 4n);
    expect((await leave(gateway, { ...other, order: { ...other.order, funding: 0 } })).status).toBe(200);
    gateway.chain.take(idOf(first));
    gateway.clock.pass(1);
    expect((await leave(gateway, again)).status).toBe(200);
  });

  it("are to be signed anew only where that helps", async () => {
    await using gateway = await startGateway();
    gateway.chain.setFault({ field: "signature", rule: "right" });
    const refused = await errorOf(await leave(gateway, signed(gateway, 1n)));
    expect(refused.hint).toContain("sign it anew");
  });

  it("whose money went elsewhere are hidden, and shown again when it is back", async () => {
    await using gateway = await startGateway();
    const order = signed(gateway, 1n);
    await leave(gateway, order);
    gateway.chain.setCover(0n);
    await recheckOrders({ ...keeper(gateway), checkSeconds: 0 });
    expect(await saltsOf(gateway)).toEqual([]);
    expect(await standingOf(gateway, order)).toBe("uncovered");
    gateway.chain.setCover(2n ** 100n);
    gateway.clock.pass(10);
    await recheckOrders(keeper(gateway));
    expect(await saltsOf(gateway)).toEqual([1n]);
    gateway.chain.setCover(0n);
    for (const _hour of [1, 2]) {
      gateway.clock.pass(1_700);
      await recheckOrders(keeper(gateway));
    }
    gateway.clock.pass(2_000);
    await expireOrders(keeper(gateway));
    expect(await standingOf(gateway, order)).toBeUndefined();
  });

  it("are asked about a few at a time, the longest unseen first", async () => {
    await using gateway = await startGateway();
    for (let salt = 1n; salt <= 55n; salt++) await leave(gateway, signed(gateway, salt));
    gateway.clock.pass(10);
    const before = gateway.chain.asked.whyNotClaimable;
    await recheckOrders(keeper(gateway));
    expect(gateway.chain.asked.whyNotClaimable - before).toBe(50);
    await recheckOrders(keeper(gateway));
    expect(gateway.chain.asked.whyNotClaimable - before).toBe(55);
  });

  it("fill a gateway only with more money than others bring", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_ORDERS: "2" } });
    const worth = (salt: bigint, maxPay: bigint) => {
      const one = signed(gateway, salt);
      return { ...one, order: { ...one.order, maxPay, buyer: `0x${salt.toString(16).padStart(40, "0")}` as const } };
    };
    for (const salt of [1n, 2n]) expect((await leave(gateway, worth(salt, salt * 10n))).status).toBe(200);
    expect(await errorOf(await leave(gateway, worth(3n, 10n)))).toMatchObject({ code: "conflict" });
    expect((await leave(gateway, worth(4n, 11n))).status).toBe(200);
    expect((await saltsOf(gateway)).toSorted()).toEqual([2n, 4n]);
  });

  it("stand in the order in which they were left, whatever their ids, and are found by buyer", async () => {
    await using gateway = await startGateway();
    for (const salt of [5n, 3n, 4n]) {
      await leave(gateway, signed(gateway, salt));
      gateway.clock.pass(1);
    }
    expect(await saltsOf(gateway)).toEqual([5n, 3n, 4n]);
    expect(await saltsOf(gateway, `?buyer=${signed(gateway, 1n).order.buyer}`)).toEqual([5n, 3n, 4n]);
    expect(await saltsOf(gateway, `?buyer=0x${"12".repeat(20)}`)).toEqual([]);
  });

  it("are asked about once in a second, however many agents look", async () => {
    await using gateway = await startGateway();
    for (const salt of [1n, 2n]) await leave(gateway, signed(gateway, salt));
    const before = gateway.chain.asked.knownJobs;
    for (let agent = 0; agent < 5; agent++) await list(gateway);
    expect(gateway.chain.asked.knownJobs - before).toBe(1);
    await saltsOf(gateway);
    expect(gateway.chain.asked.knownJobs - before).toBe(2);
  });

  it("come from one address no faster than the chain may be asked", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_ORDER_BURST: "2" } });
    for (const salt of [1n, 2n]) expect((await leave(gateway, signed(gateway, salt))).status).toBe(200);
    const third = await leave(gateway, signed(gateway, 3n));
    expect([third.status, third.headers.get("retry-after")]).toEqual([429, "1"]);
    gateway.clock.pass(1);
    expect((await leave(gateway, signed(gateway, 3n))).status).toBe(200);
  });

  it("with a salt that the contract has no room for are refused and not an error of the gateway", async () => {
    await using gateway = await startGateway();
    const { order, ...rest } = signed(gateway, 1n);
    const refused = await leave(gateway, { ...rest, order: { ...order, salt: 2n ** 64n } });
    expect([refused.status, (await errorOf(refused)).field]).toEqual([422, "order.salt"]);
  });

  it("of one buyer fill no gateway", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_ORDERS_PER_BUYER: "2" } });
    for (const salt of [1n, 2n]) expect((await leave(gateway, signed(gateway, salt))).status).toBe(200);
    const third = await leave(gateway, signed(gateway, 3n));
    expect(third.status).toBe(409);
    gateway.clock.pass(3_600);
    expect((await leave(gateway, signed(gateway, 4n))).status).toBe(200);
  });

  it("are kept through a chain that does not answer: the buyer is told to try again", async () => {
    await using gateway = await startGateway();
    gateway.chain.setDown(true);
    expect((await leave(gateway, signed(gateway, 1n))).status).toBe(503);
    gateway.chain.setDown(false);
    expect((await leave(gateway, signed(gateway, 1n))).status).toBe(200);
  });
});
