import { leftOrderSchema, leftOrdersResponseSchema } from "@computehive/protocol/api/signed-order";
import { jobIdOf } from "@computehive/protocol/order";
import { shortName } from "@computehive/protocol/short-name";
import { describe, expect, it } from "vitest";
import { MARKET, sampleOrder } from "../testing/samples.ts";
import { errorOf, startGateway, type TestGateway } from "../testing/start-gateway.ts";

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

describe("signed orders", () => {
  it("are kept for nodes as they were signed, once", async () => {
    await using gateway = await startGateway();
    const order = signed(gateway, 1n);
    const jobId = jobIdOf(MARKET, order.order, order.terms);
    const left = leftOrderSchema.parse(await (await leave(gateway, order)).json());
    expect(left).toMatchObject({ jobId, ...order });
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

  it("are gone once the market has heard of them, or their time is over", async () => {
    await using gateway = await startGateway();
    const [one, other] = [signed(gateway, 1n), signed(gateway, 2n)];
    const jobId = jobIdOf(MARKET, one.order, one.terms);
    await leave(gateway, one);
    await leave(gateway, other);
    gateway.chain.take(jobId);
    expect((await list(gateway)).orders.map(({ order }) => order.salt)).toEqual([2n]);
    expect((await gateway.fetch(`/v1/orders/${jobId}`)).status).toBe(404);
    gateway.clock.pass(3_600);
    expect((await list(gateway)).orders).toEqual([]);
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
