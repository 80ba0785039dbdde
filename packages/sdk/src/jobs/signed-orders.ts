import { type SignedClaim, signedClaimIn } from "@computehive/protocol/signed-claim";
import { type Hex, type PublicClient, TransactionNotFoundError } from "viem";
import { DEFAULT_RETRY, type RetryPolicy, retry } from "../retry.ts";
import { isTransientRpcError } from "../rpc-errors.ts";
import type { MarketLog } from "./job-events.ts";

export interface SignedOrderSources {
  readonly publicClient: PublicClient;
  readonly chainId: number;
  /** Asked for an order that its claim does not show. What it throws is thrown. */
  readonly findHidden?: ((jobId: Hex) => Promise<Pick<SignedClaim, "order" | "terms"> | undefined>) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly policy?: RetryPolicy;
}

/** So many transactions are asked for at once. */
const AT_ONCE = 8;

/**
 * Orders that were signed and not posted stand in the data of the transaction that claimed them. Answers the same logs, with a
 * posting in place of every funding whose order can be read there, or is known elsewhere; one that cannot be read stays a funding.
 */
export async function withSignedOrders<log extends MarketLog>(
  sources: SignedOrderSources,
  logs: readonly log[],
): Promise<log[]> {
  const answer = [...logs];
  const funded = [...logs.keys()].filter((i) => logs[i]?.eventName === "JobFunded");
  for (let from = 0; from < funded.length; from += AT_ONCE) {
    const batch = funded.slice(from, from + AT_ONCE);
    const postings = await Promise.all(batch.map((i) => asPosting(sources, logs[i] as log)));
    for (const [n, i] of batch.entries()) answer[i] = postings[n] as log;
  }
  return answer;
}

async function asPosting<log extends MarketLog>(sources: SignedOrderSources, log: log): Promise<log> {
  const { jobId, buyer, resourceClass } = log.args as { jobId: Hex; buyer: Hex; resourceClass: Hex };
  const input = await claimData(sources, log);
  const domain = { chainId: sources.chainId, address: log.address };
  const claim = signedClaimIn(input, jobId, domain) ?? (await sources.findHidden?.(jobId));
  if (!claim) return log;
  const { order, terms } = claim;
  return { ...log, eventName: "JobPosted", args: { jobId, buyer, resourceClass, order, terms } } as unknown as log;
}

/**
 * By its place in the block: endpoints keep blocks longer than the index of transactions. One that is not there is asked for again:
 * behind one name are several nodes, and some are late.
 */
function claimData({ publicClient, signal, policy = DEFAULT_RETRY }: SignedOrderSources, log: MarketLog): Promise<Hex> {
  const { blockHash, transactionIndex } = log;
  return retry(async () => (await publicClient.getTransaction({ blockHash, index: transactionIndex })).input, {
    policy,
    signal,
    isTransient: (error) => error instanceof TransactionNotFoundError || isTransientRpcError(error),
  });
}
