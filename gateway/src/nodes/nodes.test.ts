import type { HeartbeatContent } from "@computehive/protocol/api/heartbeat";
import { nodeResponseSchema, nodesResponseSchema } from "@computehive/protocol/api/node";
import { describe, expect, it } from "vitest";
import { newAccount } from "../testing/samples.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";

describe("POST /v1/nodes/{node}/heartbeat", () => {
  it("takes a registered node's heartbeat and shows it", async () => {
    const { gateway, node, beat, show } = await setup();
    await using _ = gateway;
    expect((await beat({ sequence: 7 })).status).toBe(204);
    const shown = nodeResponseSchema.parse(await (await show()).json());
    expect(shown).toMatchObject({
      online: true,
      receivedAt: gateway.clock.at / 1000,
      heartbeat: { node: node.address, sequence: 7 },
    });
  });

  it("takes the same heartbeat again, and refuses an older or another one of its sequence", async () => {
    const { gateway, node, beat } = await setup();
    await using _ = gateway;
    const first = await gateway.heartbeat(node, { sequence: 5 });
    const again = () => gateway.fetch(`/v1/nodes/${node.address}/heartbeat`, json(first));
    expect([(await again()).status, (await again()).status]).toEqual([204, 204]);
    for (const sequence of [4, 5]) {
      const refused = await errorOf(await beat({ sequence, agentVersion: "0.2.0" }));
      expect(refused).toMatchObject({ status: 409, code: "conflict", field: "sequence", rule: "above 5" });
    }
    expect((await beat({ sequence: 6 })).status).toBe(204);
  });

  it.each([
    ["too old", -61],
    ["of the future", 61],
  ])("refuses a heartbeat that is %s", async (_what, skew) => {
    const { gateway, beat } = await setup();
    await using _ = gateway;
    const sentAt = gateway.clock.at / 1000 + skew;
    expect(await errorOf(await beat({ sentAt }))).toMatchObject({ status: 422, code: "invalid", field: "sentAt" });
  });

  it("refuses a changed field, another's signature, and one that was signed for another gateway", async () => {
    const { gateway, node } = await setup();
    await using _ = gateway;
    await using other = await startGateway();
    other.clock.at = gateway.clock.at;
    const signed = await gateway.heartbeat(node);
    const forged = await gateway.heartbeat(newAccount(), { node: node.address });
    const foreign = await other.heartbeat(node);
    for (const heartbeat of [{ ...signed, status: "alarm" }, forged, foreign]) {
      const response = await gateway.fetch(`/v1/nodes/${node.address}/heartbeat`, json(heartbeat));
      expect(await errorOf(response)).toMatchObject({ status: 401, code: "unauthorized", field: "signature" });
    }
  });

  it("refuses a heartbeat of another node than the URL's", async () => {
    const { gateway, node } = await setup();
    await using _ = gateway;
    const response = await gateway.fetch(
      `/v1/nodes/${newAccount().address}/heartbeat`,
      json(await gateway.heartbeat(node)),
    );
    expect(await errorOf(response)).toMatchObject({ status: 422, field: "node" });
  });

  it("refuses a node that is not registered, and takes it as soon as it is", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    const stranger = newAccount();
    const send = async () =>
      gateway.fetch(`/v1/nodes/${stranger.address}/heartbeat`, json(await gateway.heartbeat(stranger)));
    expect(await errorOf(await send())).toMatchObject({ status: 403, code: "forbidden" });
    gateway.chain.register(stranger.address);
    expect((await send()).status).toBe(204);
  });

  it("refuses a retired node once what is remembered is too old", async () => {
    const { gateway, node, beat } = await setup();
    await using _ = gateway;
    await beat({ sequence: 1 });
    gateway.chain.retire(node.address);
    gateway.clock.pass(11);
    expect((await beat({ sequence: 2 })).status).toBe(403);
  });

  it("goes on without the chain for a node it remembers, and asks others to come back", async () => {
    const { gateway, beat } = await setup();
    await using _ = gateway;
    await beat({ sequence: 1 });
    gateway.chain.setDown(true);
    expect((await beat({ sequence: 2 })).status).toBe(204);
    const stranger = newAccount();
    const response = await gateway.fetch(
      `/v1/nodes/${stranger.address}/heartbeat`,
      json(await gateway.heartbeat(stranger)),
    );
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await errorOf(response)).toMatchObject({ status: 503, code: "chain-unavailable" });
  });

  it("names the field that is wrong", async () => {
    const { gateway, node } = await setup();
    await using _ = gateway;
    const heartbeat = { ...(await gateway.heartbeat(node)), capacity: { running: -1, slots: 2, memoryBytes: 1 } };
    const response = await gateway.fetch(`/v1/nodes/${node.address}/heartbeat`, json(heartbeat));
    expect(await errorOf(response)).toMatchObject({ status: 422, code: "invalid", field: "capacity.running" });
  });
});

describe("GET /v1/nodes", () => {
  it("calls a node offline after three missed heartbeats", async () => {
    const { gateway, beat, show } = await setup();
    await using _ = gateway;
    await beat({});
    const isOnline = async () => nodeResponseSchema.parse(await (await show()).json()).online;
    gateway.clock.pass(45);
    expect(await isOnline()).toBe(true);
    gateway.clock.pass(1);
    expect(await isOnline()).toBe(false);
  });

  it("leads through all nodes page by page", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    const nodes = Array.from({ length: 5 }, newAccount);
    for (const node of nodes) {
      gateway.chain.register(node.address);
      await gateway.fetch(`/v1/nodes/${node.address}/heartbeat`, json(await gateway.heartbeat(node)));
    }
    const seen: string[] = [];
    for (let path: string | undefined = "/v1/nodes?limit=2"; path; ) {
      const response = await gateway.fetch(path);
      seen.push(...nodesResponseSchema.parse(await response.json()).nodes.map(({ heartbeat }) => heartbeat.node));
      path = /<(.*)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
    }
    expect(seen.toSorted()).toEqual(nodes.map(({ address }) => address).toSorted());
  });

  it("does not know a node that never reported", async () => {
    const { gateway, show } = await setup();
    await using _ = gateway;
    expect(await errorOf(await show())).toMatchObject({ status: 404, code: "not-found" });
  });
});

function json(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

async function setup() {
  const gateway = await startGateway();
  const node = newAccount();
  gateway.chain.register(node.address);
  return {
    gateway,
    node,
    beat: async (changes: Partial<HeartbeatContent>) =>
      gateway.fetch(`/v1/nodes/${node.address}/heartbeat`, json(await gateway.heartbeat(node, changes))),
    show: () => gateway.fetch(`/v1/nodes/${node.address}`),
  };
}
