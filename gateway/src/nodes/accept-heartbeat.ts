import type { Heartbeat } from "@computehive/protocol/api/heartbeat";
import { isHeartbeatSigned } from "@computehive/protocol/api/heartbeat-signature";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import { type Address, getAddress } from "viem";
import { GatewayError } from "../gateway-error.ts";
import type { NodeRegistry } from "./node-registry.ts";
import type { NodeRows } from "./node-rows.ts";

export interface HeartbeatPorts {
  readonly rows: NodeRows;
  readonly registry: NodeRegistry;
  readonly clock: Clock;
  readonly chainId: number;
  readonly audience: string;
  /** Most seconds between the node's clock and the gateway's. */
  readonly maxSkewSeconds: number;
}

/**
 * Takes what a node says of itself, if the node signed it for this gateway, just now, and after everything it said before.
 *
 * @returns whose node it is.
 * @throws HeartbeatRefusedError, HeartbeatStaleError, NodeUnknownError, ChainUnavailableError
 */
export async function acceptHeartbeat(
  { node, heartbeat }: { node: Address; heartbeat: Heartbeat },
  ports: HeartbeatPorts,
): Promise<{ provider: Address }> {
  if (getAddress(heartbeat.node) !== node) {
    throw new HeartbeatRefusedError({ field: "node", rule: "must be the node in the URL", code: "invalid" });
  }
  const skew = heartbeat.sentAt - unixSeconds(ports.clock);
  if (Math.abs(skew) > ports.maxSkewSeconds) {
    const rule = `at most ${ports.maxSkewSeconds} seconds from this gateway's clock, not ${skew}`;
    throw new HeartbeatRefusedError({ field: "sentAt", rule, code: "invalid", hint: "Set the node's clock." });
  }
  if (!(await isHeartbeatSigned(ports, heartbeat))) {
    throw new HeartbeatRefusedError({
      field: "signature",
      rule: "must be the node key's, for this gateway",
      code: "unauthorized",
    });
  }

  const provider = await ports.registry.providerOf(node);
  if (!provider) throw new NodeUnknownError({ node });
  const result = await ports.rows.record({ heartbeat, provider, receivedAt: unixSeconds(ports.clock) });
  if (result.kind === "stale") throw new HeartbeatStaleError({ newest: result.newest });
  return { provider };
}

export class HeartbeatRefusedError extends GatewayError {
  override readonly name = "HeartbeatRefusedError";
  constructor({
    field,
    rule,
    code,
    hint,
  }: { field: string; rule: string; code: "invalid" | "unauthorized"; hint?: string }) {
    super("The heartbeat is not accepted.", { code, field, rule, ...(hint && { hint }) });
  }
}

export class HeartbeatStaleError extends GatewayError {
  override readonly name = "HeartbeatStaleError";
  constructor({ newest }: { newest: number }) {
    super("A newer heartbeat of this node is already here.", {
      code: "conflict",
      field: "sequence",
      rule: `above ${newest}`,
    });
  }
}

export class NodeUnknownError extends GatewayError {
  override readonly name = "NodeUnknownError";
  constructor({ node }: { node: Address }) {
    super("This node is not registered, or was retired.", {
      code: "forbidden",
      metaMessages: [`Node: ${node}`],
      hint: "Its provider registers it with the staking contract.",
    });
  }
}
