import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import { ComputeHiveError } from "@computehive/protocol/error";
import { jobIdOf } from "@computehive/protocol/order";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { Hex } from "viem";
import { GatewayRefusedError } from "../gateway/gateway-errors.ts";
import type { HiveClient } from "../hive-client.ts";

interface Stoppable {
  readonly signal?: AbortSignal | undefined;
}

/**
 * A signed order as the gateway has it, with how it stands there; nothing where it has none, or where the client has no gateway.
 *
 * @throws LeftOrderForeignError where the gateway answers with another order: who cancelled or disputed by it would do so to another job.
 */
export async function findLeftOrder(
  { gateway, marketDomain }: Pick<HiveClient, "gateway" | "marketDomain">,
  jobId: Hex,
  { signal }: Stoppable = {},
): Promise<LeftOrder | undefined> {
  try {
    const left = await gateway?.leftOrder(jobId, { signal });
    if (left && (left.jobId !== jobId || jobIdOf(marketDomain, left.order, left.terms) !== jobId)) {
      throw new LeftOrderForeignError({ jobId, gateway: gateway?.url });
    }
    return left;
  } catch (error) {
    if (error instanceof GatewayRefusedError && error.status === 404) return undefined;
    throw error;
  }
}

/** A signed order that the chain does not show: as its owner kept it, else as the gateway has it. */
export async function findSignedOrder(
  client: Pick<HiveClient, "gateway" | "marketDomain" | "keptOrders">,
  jobId: Hex,
  options: Stoppable = {},
): Promise<SignedClaim | undefined> {
  const kept = await client.keptOrders?.find(jobId);
  if (kept && jobIdOf(client.marketDomain, kept.order, kept.terms) === jobId) return kept;
  return findLeftOrder(client, jobId, options);
}

export class LeftOrderForeignError extends ComputeHiveError {
  override readonly name = "LeftOrderForeignError";
  constructor({ jobId, gateway }: { jobId: Hex; gateway: string | undefined }) {
    super("The gateway answered with another order than the one that was asked for: use another gateway.", {
      metaMessages: [`Job:     ${jobId}`, `Gateway: ${gateway ?? "none"}`],
    });
  }
}
