import { signedClaimIn } from "@computehive/protocol/signed-claim";
import type { Hex, PublicClient } from "viem";
import type { MarketLog } from "./job-events.ts";

/**
 * Orders that were signed and not posted stand in the data of the transaction that claimed them. Answers the same logs, with a
 * posting in place of every funding whose order can be read there; one that cannot be read stays a funding.
 */
export async function withSignedOrders<log extends MarketLog>(
  publicClient: PublicClient,
  chainId: number,
  logs: readonly log[],
): Promise<log[]> {
  const answer: log[] = [];
  for (const log of logs)
    answer.push(log.eventName === "JobFunded" ? await asPosting(publicClient, chainId, log) : log);
  return answer;
}

async function asPosting<log extends MarketLog>(publicClient: PublicClient, chainId: number, log: log): Promise<log> {
  const { jobId, buyer, resourceClass } = log.args as { jobId: Hex; buyer: Hex; resourceClass: Hex };
  const { input } = await publicClient.getTransaction({ hash: log.transactionHash as Hex });
  const claim = signedClaimIn(input, jobId, { chainId, address: log.address });
  if (!claim) return log;
  const { order, terms } = claim;
  return { ...log, eventName: "JobPosted", args: { jobId, buyer, resourceClass, order, terms } } as unknown as log;
}
