import type { LogChunk, PhaseEvent } from "@computehive/protocol/api/execution";
import type { HeartbeatContent } from "@computehive/protocol/api/heartbeat";
import type { LeftOrdersResponse } from "@computehive/protocol/api/signed-order";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Receipt } from "@computehive/protocol/receipt";
import type { LeftOrdersQuery } from "@computehive/sdk/gateway-client";
import type { Hex } from "viem";

/** What the agent asks of its gateway; it dials, the gateway never does. Every call may throw `GatewayFault`. */
export interface AgentGateway {
  /** Whether it answers now. Never throws, but for the signal's reason. */
  answers(signal: AbortSignal): Promise<boolean>;
  /** The blob's bytes, at most `maxBytes`; not yet checked against `cid`. */
  getBlob(cid: string, options: { maxBytes: number; signal: AbortSignal }): Promise<Uint8Array>;
  putBlob(cid: string, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  putReceipt(receipt: Receipt, signature: Hex, resultCid: string, signal: AbortSignal): Promise<void>;
  postPhase(executionId: Hex, event: PhaseEvent, signal: AbortSignal): Promise<void>;
  postLog(executionId: Hex, chunk: LogChunk, signal: AbortSignal): Promise<void>;
  /** Bytes of the execution's log that the gateway has. */
  logBytes(executionId: Hex, signal: AbortSignal): Promise<number>;
  /** A page of the signed orders that wait there for a node; not yet checked at all. */
  leftOrders(query: LeftOrdersQuery, signal: AbortSignal): Promise<LeftOrdersResponse>;
  postHeartbeat(content: HeartbeatContent, signal: AbortSignal): Promise<void>;
}

/** `unreachable`: try again. `missing`: it does not have it (yet). `refused`: it will not take or give this, ever. */
export type GatewayFaultKind = "unreachable" | "missing" | "refused";

export class GatewayFault extends ComputeHiveError {
  override readonly name = "GatewayFault";
  readonly kind: GatewayFaultKind;
  constructor({ kind, doing, cause }: { kind: GatewayFaultKind; doing: string; cause?: unknown }) {
    super(`The gateway could not be used to ${doing}.`, {
      metaMessages: [
        `Fault:  ${kind}`,
        `Reason: ${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)}`,
      ],
      cause,
    });
    this.kind = kind;
  }
}
