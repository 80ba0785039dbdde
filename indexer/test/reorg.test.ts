import { jobResponseSchema } from "@computehive/protocol/indexer-api/job";
import { indexerRoutes as routes } from "@computehive/protocol/indexer-api/routes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deposit } from "../../packages/sdk/src/account/deposit.ts";
import { cancelJob } from "../../packages/sdk/src/jobs/job-actions.ts";
import { addStake } from "../../packages/sdk/src/staking/stake.ts";
import type { Party } from "../../packages/sdk/test/support/chain.ts";
import {
  claimed,
  DOLLAR,
  fundedBuyer,
  posted,
  receiptFor,
  stakedNode,
  submitted,
  type TestNode,
} from "../../packages/sdk/test/support/market.ts";
import { reorg, rollBack } from "../../scripts/chain/reorg.ts";
import type { TestIndexer } from "./support/indexer.ts";
import { type LiveReader, readLive } from "./support/live-reader.ts";
import { readRows } from "./support/rows.ts";
import { startStack, type TestStack } from "./support/stack.ts";

let stack: TestStack;
let indexer: TestIndexer;
let buyer: Party;
let node: TestNode;

beforeAll(async () => {
  stack = await startStack("postgres");
  const starting = stack.index();
  buyer = await fundedBuyer(stack.chain);
  node = await stakedNode(stack.chain);
  indexer = await starting;
  await stack.caughtUp(indexer);
});
afterAll(() => stack?.stop());

const rows = async () => readRows(stack.databaseUrl!, (await indexer.status()).schema);

/** Fills at least so many blocks with the work of a market; leaves a job in the middle of its life. */
async function work(blocks: number): Promise<void> {
  const { publicClient } = stack.chain;
  const until = (await publicClient.getBlockNumber()) + BigInt(blocks);
  while ((await publicClient.getBlockNumber()) < until) {
    const job = await posted(stack.chain, buyer);
    if ((await publicClient.getBlockNumber()) >= until) return;
    const running = await claimed(node, job);
    if ((await publicClient.getBlockNumber()) >= until) return;
    await submitted(node, running, receiptFor(running));
    if ((await publicClient.getBlockNumber()) >= until) return;
    await cancelJob(buyer.client, await posted(stack.chain, buyer));
  }
}

async function reorgs(): Promise<number> {
  return (await indexer.status()).reorgs.count;
}

describe.each([1, 3, 20])("a chain that replaces its newest %i blocks", (depth) => {
  it("by empty ones leaves exactly the rows of before", async () => {
    await stack.atHead(indexer);
    const before = await rows();
    const from = await stack.chain.publicClient.getBlockNumber();
    await work(depth);
    const blocks = Number((await stack.chain.publicClient.getBlockNumber()) - from);
    await stack.atHead(indexer);
    expect(await rows()).not.toEqual(before);
    const count = await reorgs();
    const { dropped } = await reorg(stack.chain.url, blocks);
    expect(dropped).toHaveLength(blocks);
    await stack.chain.pass(1);
    const status = await indexer.until((now) => now.reorgs.count > count, "aware of the reorganisation");
    await stack.atHead(indexer);
    expect(await rows()).toEqual(before);
    expect(status.reorgs.lastDepth).toBeGreaterThanOrEqual(depth);
    expect((await stack.compare(indexer)).differences).toEqual([]);
  });

  it("by others has their rows alone", async () => {
    await work(depth);
    await stack.atHead(indexer);
    const count = await reorgs();
    await reorg(stack.chain.url, depth);
    await deposit(node.provider.client, 3n * DOLLAR);
    await addStake(node.provider.client, 2n * DOLLAR);
    await work(3);
    await indexer.until((now) => now.reorgs.count > count, "aware of the reorganisation");
    await stack.atHead(indexer);
    expect((await stack.compare(indexer)).differences).toEqual([]);
  });
});

it("a chain that became shorter is followed back, and onwards", async () => {
  await work(4);
  await stack.atHead(indexer);
  const count = await reorgs();
  const { ancestor } = await rollBack(stack.chain.url, 4);
  await stack.chain.pass(1);
  // Ponder takes the four back, and the new block only with the next one: until then it must not be said to be there.
  await indexer.until(
    ({ reorgs, indexed }) => reorgs.count > count && indexed?.number === Number(ancestor),
    "back at the ancestor",
  );
  await stack.chain.pass(1);
  await stack.atHead(indexer);
  expect((await stack.compare(indexer)).differences).toEqual([]);
  await work(4);
  await stack.atHead(indexer);
  expect((await stack.compare(indexer)).differences).toEqual([]);
});

describe("live events", () => {
  let reader: LiveReader;
  const url = (query: Parameters<typeof routes.live>[0]) => new URL(routes.live(query), indexer.url).href;
  /** A reader that has seen the head of now, and holds nothing that came before. */
  const open = async (query: Parameters<typeof routes.live>[0]) => {
    reader = await readLive(url(query));
    await stack.chain.pass(1);
    const block = Number(await stack.chain.publicClient.getBlockNumber());
    await reader.until((all) => all.some(({ name, data }) => name === "head" && data["block"] === block), "the head");
    reader.messages.length = 0;
    return reader;
  };
  it("come as they are mined, each before its head, with an id and the headers of a stream", async () => {
    const { response, messages, until, raw, close } = await open({ topics: "all" });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    const { jobId } = await posted(stack.chain, buyer);
    const block = Number(await stack.chain.publicClient.getBlockNumber());
    await until((all) => all.some(({ name, data }) => name === "head" && data["block"] === block), "the head");
    expect(raw()).toMatch(/^retry: \d+\n\n/);
    expect(messages.map(({ name }) => name)).toEqual(["event", "head"]);
    expect(messages[0]?.data).toMatchObject({ name: "JobPosted", touches: { jobId, resourceClass: "cpu.v1" } });
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    close();
  });

  it("only of the topics that were asked for", async () => {
    const mine = await posted(stack.chain, buyer);
    await stack.atHead(indexer);
    const { messages, until, close } = await open({ topics: `job:${mine.jobId},class:gpu.h200` });
    await posted(stack.chain, buyer);
    await cancelJob(buyer.client, mine);
    await until((all) => all.some(({ name }) => name === "event"), "the event");
    await posted(stack.chain, buyer);
    await stack.atHead(indexer);
    expect(messages.filter(({ name }) => name === "event").map(({ data }) => data["name"])).toEqual(["JobCancelled"]);
    close();
  });

  it("that were missed are sent again after a reconnection", async () => {
    const first = await open({ topics: "all" });
    await posted(stack.chain, buyer);
    await first.until((all) => all.length >= 2, "the first two");
    first.close();
    const missed = [await posted(stack.chain, buyer), await posted(stack.chain, buyer)];
    await stack.atHead(indexer);
    const second = await readLive(url({ topics: "all" }), { lastId: first.messages.at(-1)?.id ?? "" });
    await second.until((all) => all.filter(({ name }) => name === "event").length >= 2, "what was missed");
    const touched = second.messages.filter(({ name }) => name === "event").map(({ data }) => data["touches"]);
    expect(touched).toMatchObject(missed.map(({ jobId }) => ({ jobId })));
    second.close();
  });

  it.each([
    ["000000000000-7", "restarted"],
    ["nonsense", "restarted"],
  ])("cannot be continued from %s", async (lastId, reason) => {
    const { messages, until, close } = await readLive(url({}), { lastId });
    await until((all) => all.length > 0, "the answer");
    expect(messages[0]).toMatchObject({ name: "reset", data: { reason } });
    close();
  });

  it("tell of a reorganisation, from which block on, and of what took the place", async () => {
    const { messages, until, close } = await open({ topics: "all" });
    const gone = await posted(stack.chain, buyer);
    await until((all) => all.some(({ name }) => name === "head"), "the head of what will be gone");
    messages.length = 0;
    const head = Number(await stack.chain.publicClient.getBlockNumber());
    await reorg(stack.chain.url, 1);
    await stack.chain.pass(1);
    const { jobId } = await posted(stack.chain, buyer);
    await until((all) => all.some(({ data }) => data["name"] === "JobPosted"), "the new event");
    const told = messages.filter(({ name }) => name !== "head");
    expect(told.map(({ name }) => name)).toEqual(["reorg", "event"]);
    expect(told[0]?.data).toEqual({ fromBlock: head });
    expect(told[1]?.data).toMatchObject({ touches: { jobId } });
    if (jobId !== gone.jobId) {
      await expect(indexer.get(routes.job(gone.jobId), jobResponseSchema)).rejects.toThrow(/404/);
    }
    close();
  });
});
