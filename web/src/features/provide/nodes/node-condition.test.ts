import type { NodeStatus } from "@computehive/protocol/api/heartbeat";
import type { NodeResponse } from "@computehive/protocol/api/node";
import { describe, expect, it } from "vitest";
import { canClaim, conditionOf } from "./node-condition.ts";

describe("conditionOf", () => {
  it.each([
    ["retired", "retired", heard("ready")],
    ["active", "unknown", "away"],
    ["active", "unheard", undefined],
    ["active", "silent", heard("ready", { online: false })],
    ["active", "alarm", heard("alarm")],
    ["paused", "alarm", heard("alarm")],
    ["paused", "held", heard("ready")],
    ["active", "draining", heard("draining")],
    ["active", "paused", heard("paused")],
    ["active", "working", heard("ready", { running: 1 })],
    ["active", "ready", heard("ready")],
  ] as const)("%s on the chain: %s", (state, condition, from) => {
    expect(conditionOf({ state }, from)).toBe(condition);
  });

  it("lets only working and ready nodes claim", () => {
    expect(canClaim("ready") && canClaim("working")).toBe(true);
    expect(canClaim("held") || canClaim("silent") || canClaim("unknown")).toBe(false);
  });
});

function heard(status: NodeStatus, { online = true, running = 0 } = {}): NodeResponse {
  const heartbeat = {
    node: "0x0000000000000000000000000000000000000001" as const,
    sequence: 1,
    sentAt: 1,
    status,
    capacity: { running, slots: 1, memoryBytes: 1 },
    resourceClass: "cpu.v1",
    layers: [],
    agentVersion: "0.1.0",
    signature: "0x" as const,
  };
  return { heartbeat, receivedAt: 1, online };
}
