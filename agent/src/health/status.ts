import type { NodeStatus } from "@computehive/protocol/api/heartbeat";
import type { Reason } from "@computehive/protocol/phases";
import type { Address, Hex } from "viem";
import type { JurorStatus } from "../juror/status.ts";
import type { Note } from "../ledger/ledger.ts";
import type { Decision } from "../screen/claimer.ts";

/** How the agent is, in one document: what /health answers. Amounts are decimal strings. */
export interface AgentStatus {
  status: NodeStatus;
  /** Why it is not simply ready. */
  reasons: { reason: Reason; detail: string }[];
  node: Address;
  provider: Address | undefined;
  chain: { id: number; reachable: boolean; headNumber: string | undefined; headHash: Hex | undefined };
  gateway: { url: string; reachable: boolean };
  gasMoney: { wei: string | undefined; alarmBelow: string; claimAbove: string };
  capacity: { slots: number; used: number; memoryBytes: number; memoryUsed: number };
  sandbox: { layers: readonly string[]; missing: readonly { layer: string; why: string }[]; overheadBytes: number };
  executions: Record<string, number>;
  live: { executionId: Hex; jobId: Hex; phase: string; reason?: string; givenUp?: string }[];
  decisions: Decision[];
  notes: Note[];
  /** Where it serves as one. */
  juror?: JurorStatus;
  startedAt: number;
  agentVersion: string;
}

export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item), 1);
}
