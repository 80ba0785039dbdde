import { executionResponseSchema, receiptUploadSchema } from "@computehive/protocol/api/execution";
import type { Receipt } from "@computehive/protocol/receipt";
import { describe, expect, it } from "vitest";
import { claimedExecution } from "../testing/claimed-execution.ts";
import { createFakeChain } from "../testing/fake-chain.ts";
import { newAccount, sampleReceipt, signReceipt } from "../testing/samples.ts";
import { errorOf } from "../testing/start-gateway.ts";

describe("who may write about an execution", () => {
  it.each(["phases", "logs", "receipt"] as const)("lets nobody but its node write %s", async (what) => {
    const { gateway, claim } = await claimedExecution();
    await using _ = gateway;
    const authorization = await gateway.authorization(newAccount());
    const response = await gateway.fetch(
      `/v1/executions/${claim.executionId}/${what}`,
      await body(what, { authorization }),
    );
    expect(await errorOf(response)).toMatchObject({ status: 403, code: "forbidden" });
  });

  it.each(["phases", "logs", "receipt"] as const)("asks for an access token for %s", async (what) => {
    const { gateway, claim } = await claimedExecution();
    await using _ = gateway;
    const response = await gateway.fetch(`/v1/executions/${claim.executionId}/${what}`, await body(what, {}));
    expect(await errorOf(response)).toMatchObject({ status: 401, code: "unauthorized" });
  });

  it("does not know an execution that nobody claimed, asks the chain once for a burst, and again a second later", async () => {
    const { gateway, node, claim } = await claimedExecution();
    await using _ = gateway;
    const unknown = `0x${"ab".repeat(32)}`;
    const authorization = await gateway.authorization(node);
    const post = async () => gateway.fetch(`/v1/executions/${unknown}/phases`, await body("phases", { authorization }));
    const before = gateway.chain.asked.findClaim;
    const answers = await Promise.all([post(), post(), post(), post()]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(gateway.chain.asked.findClaim - before).toBe(1);

    gateway.clock.pass(2);
    expect((await post()).status).toBe(404);
    expect(gateway.chain.asked.findClaim - before).toBe(2);
    expect(claim.executionId).not.toBe(unknown);
  });

  it("is revoked by a reorganisation, and given to the node that has the claim then", async () => {
    const { gateway, node, claim, phase, show } = await claimedExecution();
    await using _ = gateway;
    expect((await phase({ phase: "claimed", at: 1 })).status).toBe(204);

    const other = newAccount();
    gateway.chain.reorgTo(claim, other.address);
    gateway.clock.pass(5);
    expect((await phase({ phase: "fetching", at: 2 })).status).toBe(403);
    const authorization = await gateway.authorization(other);
    const byOther = await gateway.fetch(
      `/v1/executions/${claim.executionId}/phases`,
      await body("phases", { authorization }),
    );
    expect(byOther.status).toBe(204);
    expect(await show()).toMatchObject({ node: other.address, phases: [{ phase: "running" }] });

    gateway.chain.reorgTo(claim, node.address);
    gateway.clock.pass(5);
    expect(await show()).toMatchObject({ node: node.address, phases: [{ phase: "claimed" }] });

    gateway.chain.reorgTo(claim, undefined);
    gateway.clock.pass(5);
    expect((await gateway.fetch(`/v1/executions/${claim.executionId}`)).status).toBe(404);
    expect((await phase({ phase: "fetching", at: 2 })).status).toBe(404);
  });

  it("does not search the chain again while the claim's block is the same", async () => {
    const { gateway, phase } = await claimedExecution();
    await using _ = gateway;
    for (let at = 0; at < 5; at++) {
      await phase({ phase: "running", at });
      gateway.clock.pass(5);
    }
    expect(gateway.chain.asked.findClaim).toBe(1);
    expect(gateway.chain.asked.blockHashAt).toBe(4);
  });

  it("cannot be told while the chain is away: nothing is stored, and reading goes on", async () => {
    const { gateway, claim, phase, show } = await claimedExecution();
    await using _ = gateway;
    await phase({ phase: "claimed", at: 1 });
    gateway.chain.setDown(true);
    gateway.clock.pass(5);
    const refused = await phase({ phase: "fetching", at: 2 });
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await errorOf(refused)).toMatchObject({ status: 503, code: "chain-unavailable" });
    expect(await show()).toMatchObject({ node: claim.node, phases: [{ phase: "claimed" }] });

    gateway.chain.setDown(false);
    expect((await phase({ phase: "fetching", at: 2 })).status).toBe(204);
  });
});

describe("POST /v1/executions/{executionId}/phases", () => {
  it("keeps the order of arrival, and an event sent again changes nothing", async () => {
    const { gateway, phase, show } = await claimedExecution();
    await using _ = gateway;
    const events = [
      { phase: "claimed", at: 5 },
      { phase: "failed", at: 3, reason: "out-of-disk", detail: "The disk is full." },
      { phase: "claimed", at: 5 },
      { phase: "claimed", at: 6 },
    ] as const;
    for (const event of events) expect((await phase(event)).status).toBe(204);
    expect(executionResponseSchema.parse(await show()).phases).toEqual([events[0], events[1], events[3]]);
  });

  it.each([
    [{ phase: "waiting", at: 1 }, "phase"],
    [{ phase: "claimed", at: -1 }, "at"],
    [{ phase: "claimed", at: 1, reason: "bad mood" }, "reason"],
    [{ phase: "claimed", at: 1, detail: "x".repeat(2_001) }, "detail"],
  ])("refuses %j and names the field", async (event, field) => {
    const { gateway, phase } = await claimedExecution();
    await using _ = gateway;
    expect(await errorOf(await phase(event))).toMatchObject({ status: 422, code: "invalid", field });
  });

  it("ends at the cap", async () => {
    const { gateway, phase } = await claimedExecution({ env: { GATEWAY_PHASES: "2" } });
    await using _ = gateway;
    expect((await phase({ phase: "running", at: 1 })).status).toBe(204);
    expect((await phase({ phase: "running", at: 2 })).status).toBe(204);
    expect((await phase({ phase: "running", at: 2 })).status).toBe(204);
    expect(await errorOf(await phase({ phase: "running", at: 3 }))).toMatchObject({
      status: 413,
      rule: "at most 2 events",
    });
  });

  it("forgets an execution after its retention", async () => {
    const { gateway, phase, claim } = await claimedExecution({
      env: { GATEWAY_EXECUTION_RETENTION_SECONDS: "100", GATEWAY_JANITOR_SECONDS: "0.02" },
    });
    await using _ = gateway;
    await phase({ phase: "running", at: 1 });
    gateway.clock.pass(101);
    await expect.poll(async () => (await gateway.fetch(`/v1/executions/${claim.executionId}`)).status).toBe(404);
    const left = await gateway.store.database.read((sql) => sql.get("select count(*) as count from phase"));
    expect(left?.count).toBe(0);
  });
});

describe("PUT /v1/executions/{executionId}/receipt", () => {
  it("keeps the node's receipt, and answers it to anybody", async () => {
    const { gateway, claim, putReceipt, show } = await claimedExecution();
    await using _ = gateway;
    const receipt = sampleReceipt(claim);
    expect((await putReceipt(receipt)).status).toBe(200);
    expect((await putReceipt(receipt)).status).toBe(200);
    const read = receiptUploadSchema.parse(
      await (await gateway.fetch(`/v1/executions/${claim.executionId}/receipt`)).json(),
    );
    expect(read.receipt).toEqual(receipt);
    expect(executionResponseSchema.parse(await show()).receipt).toEqual(read);
  });

  it("refuses a second, other receipt", async () => {
    const { gateway, claim, putReceipt } = await claimedExecution();
    await using _ = gateway;
    await putReceipt(sampleReceipt(claim, { units: 1n }));
    expect(await errorOf(await putReceipt(sampleReceipt(claim, { units: 2n })))).toMatchObject({
      status: 409,
      code: "conflict",
    });
  });

  it("refuses a signature that is not the node's", async () => {
    const { gateway, node, claim, request } = await claimedExecution();
    await using _ = gateway;
    const upload = await signReceipt(newAccount(), sampleReceipt(claim));
    expect(await errorOf(await request("PUT", "receipt", upload))).toMatchObject({
      status: 422,
      field: "nodeSignature",
    });
    const changed = await signReceipt(node, sampleReceipt(claim));
    const more = { ...changed, receipt: { ...changed.receipt, units: "999" } };
    expect(await errorOf(await request("PUT", "receipt", more))).toMatchObject({ status: 422, field: "nodeSignature" });
  });

  it.each<[string, (receipt: Receipt) => Receipt]>([
    ["receipt.executionId", (receipt) => ({ ...receipt, executionId: `0x${"11".repeat(32)}` })],
    ["receipt.details.contextKind", details({ contextKind: 1 })],
    ["receipt.details.contextId", details({ contextId: `0x${"22".repeat(32)}` })],
    ["receipt.details.sequence", details({ sequence: 1n })],
    ["receipt.details.buyer", details({ buyer: "0x8888888888888888888888888888888888888888" })],
    ["receipt.details.token", details({ token: "0x8888888888888888888888888888888888888888" })],
    ["receipt.details.manifestHash", details({ manifestHash: `0x${"33".repeat(32)}` })],
    ["receipt.details.unitKind", details({ unitKind: 1 })],
    ["receipt.details.unitSize", details({ unitSize: 1n })],
    ["receipt.details.fixedPrice", details({ fixedPrice: 11n })],
    ["receipt.details.price", details({ price: 11n })],
    ["receipt.details.amount", details({ amount: 4_999_999n })],
    ["receipt.details.outcome", details({ outcome: 7 })],
    ["receipt.details.exitCode", details({ outcome: 1, exitCode: 3 })],
    ["receipt.details.endedAt", details({ endedAt: 1 })],
  ])("refuses a receipt whose %s does not fit, though the node signed it", async (field, change) => {
    const { gateway, claim, putReceipt } = await claimedExecution();
    await using _ = gateway;
    expect(await errorOf(await putReceipt(change(sampleReceipt(claim))))).toMatchObject({
      status: 422,
      code: "invalid",
      field,
    });
    expect((await gateway.fetch(`/v1/executions/${claim.executionId}/receipt`)).status).toBe(404);
  });

  it("refuses a result that is not the receipt's", async () => {
    const { gateway, node, claim, request } = await claimedExecution();
    await using _ = gateway;
    const upload = await signReceipt(node, sampleReceipt(claim));
    const { resultCid } = await signReceipt(
      node,
      sampleReceipt({ ...claim, executionId: claim.executionId }, { units: 5n }),
    );
    const other = resultCid.replace(/.{4}$/, (tail) => (tail === "aaaa" ? "bbbb" : "aaaa"));
    const error = await errorOf(await request("PUT", "receipt", { ...upload, resultCid: other }));
    expect(error).toMatchObject({ status: 422, code: "invalid", field: "resultCid" });
  });

  it("is not there before it is put", async () => {
    const { gateway, claim, phase } = await claimedExecution();
    await using _ = gateway;
    await phase({ phase: "claimed", at: 1 });
    expect(await errorOf(await gateway.fetch(`/v1/executions/${claim.executionId}/receipt`))).toMatchObject({
      status: 404,
    });
  });
});

function details(changes: Partial<Receipt["details"]>): (receipt: Receipt) => Receipt {
  return (receipt) => ({ ...receipt, details: { ...receipt.details, ...changes } });
}

async function body(what: "phases" | "logs" | "receipt", headers: Record<string, string>): Promise<RequestInit> {
  const samples = {
    phases: async () => ({ phase: "running", at: 9 }),
    logs: async () => ({ offset: 0, stream: "stdout", text: "aGk=" }),
    receipt: () => signReceipt(newAccount(), sampleReceipt(createFakeChain().claim(newAccount().address))),
  };
  return {
    method: what === "receipt" ? "PUT" : "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(await samples[what]()),
  };
}
