import type { Heartbeat } from "@computehive/protocol/api/heartbeat";
import { type Address, getAddress } from "viem";
import { dayOf } from "../blobs/day.ts";
import type { News } from "./notification-rows.ts";

/** What a heartbeat says that its provider wants to know; once a day and node. */
export function lowGasNews(heartbeat: Heartbeat, { provider, now }: { provider: Address; now: number }): News[] {
  if (!heartbeat.alarm?.includes("gas-money-low")) return [];
  const node = getAddress(heartbeat.node);
  const eventKey = `low-gas:${node}:${dayOf(now)}`;
  return [{ account: getAddress(provider), eventKey, kind: "low-gas", at: now, facts: { node } }];
}
