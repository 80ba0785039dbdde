import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import { GatewayRefusedError } from "@computehive/sdk/gateway/gateway-errors";
import type { GatewayClient } from "@computehive/sdk/gateway-client";
import type { Hex } from "viem";

/** An order that its buyer only signed, as long as it waits at the gateway for a node; null where none waits. */
export async function findLeftOrder(
  gateway: GatewayClient,
  jobId: Hex,
  signal?: AbortSignal,
): Promise<LeftOrder | null> {
  try {
    return await gateway.leftOrder(jobId, { signal });
  } catch (error) {
    if (error instanceof GatewayRefusedError && error.status === 404) return null;
    throw error;
  }
}
