import type { NodeResponse } from "@computehive/protocol/api/node";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { NodeRow } from "./node-rows.ts";

/** A node that misses so many heartbeats in a row counts as silent. */
const MISSED_BEATS = 3;

export function describeNode(
  { heartbeat, receivedAt }: NodeRow,
  { clock, intervalSeconds }: { clock: Clock; intervalSeconds: number },
): NodeResponse {
  return { heartbeat, receivedAt, online: unixSeconds(clock) - receivedAt <= MISSED_BEATS * intervalSeconds };
}
