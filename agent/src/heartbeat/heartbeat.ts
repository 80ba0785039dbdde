import type { HeartbeatContent } from "@computehive/protocol/api/heartbeat";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { AgentStatus } from "../health/status.ts";

/** The sequence of heartbeats is the time in milliseconds: it rises over restarts without being stored. */
export function createHeartbeats(
  clock: Clock,
  { resourceClass }: { resourceClass: string },
): (status: AgentStatus) => HeartbeatContent {
  let last = 0;
  return (status) => {
    last = Math.max(last + 1, clock.now());
    const { capacity, sandbox, reasons } = status;
    return {
      node: status.node,
      sequence: last,
      sentAt: unixSeconds(clock),
      status: status.status,
      capacity: { running: capacity.used, slots: capacity.slots, memoryBytes: capacity.memoryBytes },
      resourceClass,
      layers: [...sandbox.layers],
      agentVersion: status.agentVersion,
      ...(status.status === "alarm"
        ? {
            alarm: reasons
              .map(({ detail }) => detail)
              .join("; ")
              .slice(0, 500),
          }
        : {}),
    };
  };
}
