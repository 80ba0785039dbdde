import type { Hex } from "viem";
import { readLogs } from "../chain-logs.ts";
import type { HiveClient } from "../hive-client.ts";
import { backoff, DEFAULT_RETRY, type RetryPolicy, wait } from "../retry.ts";
import { createBlockTrail } from "./block-trail.ts";
import { decodeJobLogs, type JobLog } from "./job-events.ts";
import { findSignedOrder } from "./left-order.ts";
import { withSignedOrders } from "./signed-orders.ts";

export interface WatchJobsOptions {
  /**
   * Called with every event of every job, in the chain's order, one at a time. At least once: after the chain went back, the
   * events of the new blocks follow, some of them for the second time.
   */
  readonly onJob: (event: JobLog) => void | Promise<void>;
  readonly signal: AbortSignal;
  /** First block to read; by default the one after the newest. */
  readonly fromBlock?: bigint | undefined;
  /** Called when everything up to this block was delivered: where a later watch may go on. */
  readonly onBlock?: ((block: { number: bigint; hash: Hex }) => void | Promise<void>) | undefined;
  /** The chain went back: everything after `number` is void. */
  readonly onReorg?: ((block: { number: bigint }) => void | Promise<void>) | undefined;
  /** A question failed and will be asked again. What `onJob` throws ends the watch instead. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Milliseconds between two looks at the chain. */
  readonly pollMilliseconds?: number;
  readonly retry?: RetryPolicy;
}

const POLL_MILLISECONDS = 1_000;
/** The chain may go back further; then the watch begins at the oldest block it remembers. */
const REMEMBERED_BLOCKS = 128;

/** Follows the market until the signal is aborted; an endpoint that fails is asked again, for ever. */
export async function watchJobs(client: HiveClient, options: WatchJobsOptions): Promise<void> {
  const { signal, pollMilliseconds = POLL_MILLISECONDS, retry: policy = DEFAULT_RETRY } = options;
  const trail = createBlockTrail(client.publicClient, REMEMBERED_BLOCKS);
  let next = options.fromBlock;
  for (let failures = 0; !signal.aborted; ) {
    const turn = await takeTurn(client, trail, next, options);
    next = turn.next;
    failures = turn.failed ? failures + 1 : 0;
    await wait(turn.failed ? backoff(policy, failures) : pollMilliseconds, signal).catch(() => undefined);
  }
}

/** One look at the chain and the delivery of what is new. */
async function takeTurn(
  client: HiveClient,
  trail: BlockTrail,
  next: bigint | undefined,
  options: WatchJobsOptions,
): Promise<{ next: bigint | undefined; failed: boolean }> {
  try {
    const look = await lookAt(client, trail, next);
    const { wentBackTo } = look;
    if (wentBackTo !== undefined) await handled(() => options.onReorg?.({ number: wentBackTo }));
    const after = await deliver(client, look, options);
    trail.add(look.head);
    return { next: after, failed: false };
  } catch (error) {
    if (options.signal.aborted) return { next, failed: false };
    if (error instanceof HandlerError) throw error.cause;
    options.onError?.(error);
    return { next, failed: true };
  }
}

type BlockTrail = ReturnType<typeof createBlockTrail>;

interface Look {
  readonly from: bigint;
  readonly head: { number: bigint; hash: Hex };
  readonly wentBackTo: bigint | undefined;
}

async function lookAt({ publicClient }: HiveClient, trail: BlockTrail, next: bigint | undefined): Promise<Look> {
  const block = await publicClient.getBlock({ blockTag: "latest" });
  const head = { number: block.number, hash: block.hash };
  const common = await trail.lastCommon();
  if (common !== undefined && next !== undefined && common + 1n < next) {
    return { from: common + 1n, head, wentBackTo: common };
  }
  return { from: next ?? block.number + 1n, head, wentBackTo: undefined };
}

/** @returns the next block to read */
async function deliver(client: HiveClient, { from, head }: Look, options: WatchJobsOptions): Promise<bigint> {
  if (from > head.number) return from;
  const { publicClient, deployment } = client;
  const { signal } = options;
  const findHidden = (jobId: Hex) => findSignedOrder(client, jobId, { signal }).catch(() => undefined);
  const sources = { publicClient, chainId: deployment.chainId, findHidden, signal };
  const query = { address: deployment.contracts.market, fromBlock: from, toBlock: head.number, signal };
  for await (const logs of readLogs(publicClient, query)) {
    for (const event of await withSignedOrders(sources, decodeJobLogs(logs))) {
      options.signal.throwIfAborted();
      await handled(() => options.onJob(event));
    }
  }
  await handled(() => options.onBlock?.(head));
  return head.number + 1n;
}

/** Marks what a caller's own function throws, so that it is not taken for a failed question. */
async function handled(handler: () => void | Promise<void>): Promise<void> {
  try {
    await handler();
  } catch (cause) {
    throw new HandlerError({ cause });
  }
}

class HandlerError extends Error {
  override readonly name = "HandlerError";
  constructor({ cause }: { cause: unknown }) {
    super("A handler of watchJobs failed.", { cause });
  }
}
