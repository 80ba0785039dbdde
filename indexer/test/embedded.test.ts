import { afterAll, beforeAll, expect, it } from "vitest";
import { posted } from "../../packages/sdk/test/support/market.ts";
import type { TestIndexer } from "./support/indexer.ts";
import { startStack, type TestStack } from "./support/stack.ts";
import { type Story, tellStory } from "./support/story.ts";

let stack: TestStack;
let story: Story;
let indexer: TestIndexer;

beforeAll(async () => {
  stack = await startStack("pglite");
  story = await tellStory(stack.chain);
  // Part of it is history, part of it is live.
  await stack.chain.testClient.mine({ blocks: 40 });
  indexer = await stack.index();
});
afterAll(() => stack?.stop());

async function expectEqual(): Promise<void> {
  await stack.caughtUp(indexer);
  await posted(stack.chain, story.buyer);
  await stack.atHead(indexer);
  expect((await stack.compare(indexer)).differences).toEqual([]);
  expect(await indexer.health()).toMatchObject({ status: "ok" });
}

it("starts without a database server and is equal to the chain", async () => {
  await expectEqual();
  expect((await indexer.status()).database).toBe("pglite");
});

it("goes on after a clean stop", async () => {
  expect(await indexer.stop()).toBe(0);
  await posted(stack.chain, story.buyer);
  indexer = await stack.index();
  await expectEqual();
  expect(indexer.log()).toContain("Goes on with what is kept.");
});

it("reads everything again after a kill", async () => {
  await indexer.kill();
  indexer = await stack.index();
  await expectEqual();
  expect(indexer.log()).toContain("The last stop was not a clean one.");
});
