import { jobMarketAbi } from "@computehive/protocol/contracts";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { findLeftOrder, findSignedOrder } from "@computehive/sdk/jobs/left-order";
import type { Hex } from "viem";

/**
 * The order that its buyer only signed, as long as the market has not heard of it: as it was kept here, else as the gateway has it. The
 * chain is asked first: for a job that it knows no gateway is needed.
 */
export async function leftOrderOf(
  client: HiveClient,
  jobId: Hex,
  signal: AbortSignal,
): Promise<SignedClaim | undefined> {
  if ((await slotOf(client, jobId)).state !== 0) return undefined;
  return findSignedOrder(client, jobId, { signal });
}

/** A signed order with how it stands at the gateway; `kept` where only its buyer has it. */
export interface SignedOrderView {
  readonly claimBefore: number;
  readonly standing: "waiting" | "known" | "uncovered" | "over" | "kept";
}

/** Nothing where neither the gateway nor this machine knows the order. */
export async function viewSignedOrder(
  client: HiveClient,
  jobId: Hex,
  signal: AbortSignal,
): Promise<SignedOrderView | undefined> {
  const kept = await client.keptOrders?.find(jobId);
  const left = await findLeftOrder(client, jobId, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    if (kept) return undefined;
    throw error;
  });
  if (left) return { claimBefore: left.order.claimBefore, standing: left.standing };
  return kept && { claimBefore: kept.order.claimBefore, standing: "kept" };
}

/** Whether nobody can claim the order any more: in one block its time is over and the market has not heard of it. */
export async function isTooLate(
  client: HiveClient,
  jobId: Hex,
  { claimBefore }: Pick<SignedOrderView, "claimBefore">,
): Promise<boolean> {
  const { number, timestamp } = await client.publicClient.getBlock();
  if (Number(timestamp) < claimBefore) return false;
  return (await slotOf(client, jobId, number)).state === 0;
}

function slotOf({ publicClient, deployment }: HiveClient, jobId: Hex, blockNumber?: bigint) {
  return publicClient.readContract({
    address: deployment.contracts.market,
    abi: jobMarketAbi,
    functionName: "jobOf",
    args: [jobId],
    ...(blockNumber !== undefined && { blockNumber }),
  });
}
