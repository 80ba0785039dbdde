import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Hex } from "viem";

/** A signed order as the gateway has it, checked to be the one that was asked for; null where it has none. */
export async function findLeftOrder(hive: HiveClient, jobId: Hex, signal?: AbortSignal): Promise<LeftOrder | null> {
  const { findLeftOrder: find } = await import("@computehive/sdk/jobs/left-order");
  return (await find(hive, jobId, { signal })) ?? null;
}
