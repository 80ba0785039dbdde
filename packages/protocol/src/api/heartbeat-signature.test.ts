import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { type HeartbeatContent, heartbeatSchema } from "./heartbeat.ts";
import { heartbeatTypedData, isHeartbeatSigned } from "./heartbeat-signature.ts";

const node = privateKeyToAccount(`0x${"04".repeat(32)}`);
const context = { chainId: 31337, audience: "https://gateway.example" };

describe("heartbeats", () => {
  it("are signed by their node, for one gateway", async () => {
    const heartbeat = await sign();
    expect(await isHeartbeatSigned(context, heartbeat)).toBe(true);
    expect(await isHeartbeatSigned({ ...context, audience: "https://other.example" }, heartbeat)).toBe(false);
    expect(await isHeartbeatSigned({ ...context, chainId: 1 }, heartbeat)).toBe(false);
  });

  it.each([
    { sequence: 8 },
    { status: "paused" },
    { capacity: { running: 0, slots: 2, memoryBytes: 1 } },
    { layers: [] },
    { alarm: "x" },
  ] as const)("do not count after a change: %j", async (change) => {
    expect(await isHeartbeatSigned(context, { ...(await sign()), ...change } as Awaited<ReturnType<typeof sign>>)).toBe(
      false,
    );
  });

  it("hold no unknown fields", async () => {
    expect(heartbeatSchema.safeParse({ ...(await sign()), load: 1 }).success).toBe(false);
  });
});

async function sign() {
  const content: HeartbeatContent = {
    node: node.address,
    sequence: 7,
    sentAt: 1_900_000_000,
    status: "ready",
    capacity: { running: 1, slots: 2, memoryBytes: 1_000_000 },
    resourceClass: "cpu.v1",
    layers: ["process"],
    agentVersion: "0.1.0",
  };
  return { ...content, signature: await node.signTypedData(heartbeatTypedData(context, content)) };
}
