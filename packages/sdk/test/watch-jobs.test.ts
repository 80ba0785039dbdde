import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelJob } from "../src/jobs/job-actions.ts";
import type { JobLog } from "../src/jobs/job-events.ts";
import { type WatchJobsOptions, watchJobs } from "../src/jobs/watch-jobs.ts";
import { type Party, startTestChain, type TestChain } from "./support/chain.ts";
import { fundedBuyer, posted } from "./support/market.ts";

let chain: TestChain;
let buyer: Party;

beforeAll(async () => {
  chain = await startTestChain();
  buyer = await fundedBuyer(chain);
});
afterAll(() => chain.stop());

describe("watchJobs", () => {
  it("delivers what was there and what comes, in order", async () => {
    const old = await posted(chain, buyer);
    const watch = startWatch({ fromBlock: 0n });
    await watch.until((seen) => seen.includes(`JobPosted ${old.jobId}`));
    const fresh = await posted(chain, buyer);
    await cancelJob(buyer.client, old);
    await watch.until((seen) => seen.includes(`JobCancelled ${old.jobId}`));
    expect(watch.seen).toEqual([`JobPosted ${old.jobId}`, `JobPosted ${fresh.jobId}`, `JobCancelled ${old.jobId}`]);
    await watch.stop();
  });

  it("tells that the chain went back, and delivers the new blocks", async () => {
    const before = await chain.publicClient.getBlockNumber();
    const snapshot = await chain.testClient.snapshot();
    const watch = startWatch({ fromBlock: before + 1n });
    const gone = await posted(chain, buyer);
    await watch.until((seen) => seen.includes(`JobPosted ${gone.jobId}`));
    await chain.testClient.revert({ id: snapshot });
    // Other transactions, so that the new blocks have other hashes.
    await chain.pass(7);
    const kept = await posted(chain, buyer);
    await watch.until((seen) => seen.includes(`JobPosted ${kept.jobId}`));
    expect(watch.reorgs.length).toBe(1);
    expect(watch.reorgs[0]! <= before).toBe(true);
    await watch.stop();
  });

  it("asks again where the endpoint fails", async () => {
    const failing = { ...buyer.client, publicClient: { ...chain.publicClient } };
    let failures = 0;
    failing.publicClient.getBlock = (async (args: never) => {
      if (failures++ < 3) throw new Error("down");
      return chain.publicClient.getBlock(args);
    }) as never;
    const errors: unknown[] = [];
    const from = await chain.publicClient.getBlockNumber();
    const watch = startWatch({ fromBlock: from + 1n, onError: (error) => errors.push(error) }, failing);
    const job = await posted(chain, buyer);
    await watch.until((seen) => seen.includes(`JobPosted ${job.jobId}`));
    expect(errors.length).toBe(3);
    await watch.stop();
  });

  it("ends with what its handler throws", async () => {
    const watching = watchJobs(buyer.client, {
      fromBlock: 0n,
      signal: new AbortController().signal,
      onJob: () => {
        throw new Error("handler");
      },
    });
    await expect(watching).rejects.toThrow("handler");
  });
});

function startWatch(options: Pick<WatchJobsOptions, "fromBlock" | "onError">, client = buyer.client) {
  const stop = new AbortController();
  const seen: string[] = [];
  const reorgs: bigint[] = [];
  let wake = () => {};
  const watching = watchJobs(client, {
    ...options,
    signal: stop.signal,
    pollMilliseconds: 10,
    retry: { attempts: 3, baseDelay: 5, maxDelay: 10 },
    onJob: (event: JobLog) => {
      seen.push(`${event.eventName} ${event.args.jobId satisfies Hex}`);
      wake();
    },
    onReorg: ({ number }) => {
      reorgs.push(number);
    },
  });
  return {
    seen,
    reorgs,
    async until(isThere: (seen: readonly string[]) => boolean): Promise<void> {
      while (!isThere(seen)) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        // A watch that ends by an error must not leave the test waiting.
        await Promise.race([promise, watching.then(() => Promise.reject(new Error("The watch ended.")))]);
      }
    },
    async stop(): Promise<void> {
      stop.abort();
      await watching;
    },
  };
}
