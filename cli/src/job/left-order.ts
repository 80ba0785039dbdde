import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import { GatewayRefusedError } from "@computehive/sdk/gateway/gateway-errors";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Hex } from "viem";

/** The order that its buyer only signed, as long as it waits at the gateway for a node; nothing where none waits. */
export async function leftOrderOf(
  { gateway }: HiveClient,
  jobId: Hex,
  signal: AbortSignal,
): Promise<LeftOrder | undefined> {
  try {
    return await gateway?.leftOrder(jobId, { signal });
  } catch (error) {
    if (error instanceof GatewayRefusedError && error.status === 404) return undefined;
    throw error;
  }
}
