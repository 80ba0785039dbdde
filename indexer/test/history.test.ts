import { indexerRoutes as routes } from "@computehive/protocol/indexer-api/routes";
import { totalsResponseSchema } from "@computehive/protocol/indexer-api/totals";
import { afterAll, beforeAll, expect, it } from "vitest";
import { emitEvents } from "./support/bulk-events.ts";
import { testFolder } from "./support/folder.ts";
import type { TestIndexer } from "./support/indexer.ts";
import { type RebornChain, startRebornChain } from "./support/reborn-chain.ts";
import { startStack, type TestStack } from "./support/stack.ts";

/** The full number takes minutes; what is different about it is only how many batches Ponder writes. */
const EVENTS = Number(process.env["INDEXER_TEST_EVENTS"] ?? 10_000);
/** More than can be taken back, so that what is before them is history. */
const FINAL = 70;

const folder = testFolder();
let chain: RebornChain;
let stack: TestStack;
let early: string;
let indexer: TestIndexer;

beforeAll(async () => {
  chain = await startRebornChain(folder.path);
  early = await chain.save();
  await emitEvents(chain.url, chain.deployment, EVENTS);
  await chain.testClient.mine({ blocks: FINAL });
  stack = await startStack("postgres", { chain });
});
afterAll(async () => {
  await (stack ?? chain)?.stop();
  folder.remove();
});

async function expectEqual(): Promise<number> {
  const { differences } = await stack.compare(indexer);
  expect(differences).toEqual([]);
  const { events } = await indexer.get(routes.totals(), totalsResponseSchema);
  return events["escrow.OperatorSet"] ?? 0;
}

it(`reads ${EVENTS} events of history, killed twice in the middle`, async () => {
  for (let kills = 0; kills < 2; kills++) {
    const victim = await stack.index();
    const { ready } = await victim.until(({ indexed, ready }) => ready || indexed !== undefined, "reading");
    expect(ready).toBe(false);
    expect((await victim.health()).status).toBe("degraded");
    await victim.kill();
  }
  indexer = await stack.index();
  await stack.caughtUp(indexer);
  expect(await expectEqual()).toBe(EVENTS);
  expect((await indexer.health()).status).toBe("ok");
});

it("goes on where it was after a clean stop, without reading again", async () => {
  expect(await indexer.stop()).toBe(0);
  indexer = await stack.index();
  await stack.caughtUp(indexer);
  expect(indexer.log()).toContain("Goes on with what is kept.");
  expect(await expectEqual()).toBe(EVENTS);
});

it("refuses to share its database", async () => {
  const second = await stack.index();
  expect(await second.ended()).toBe(1);
  expect(second.log()).toContain("Another indexer uses this place");
});

it("notices while it runs that the chain went back further than can be taken back", async () => {
  const later = await chain.save();
  await emitEvents(chain.url, chain.deployment, 500);
  await chain.testClient.mine({ blocks: FINAL });
  await stack.atHead(indexer);
  expect(await expectEqual()).toBe(EVENTS + 500);

  await chain.restore(later);
  await chain.testClient.mine({ blocks: 2 });
  await indexer.until(() => /read again from the beginning/.test(indexer.log()), "aware of the other chain");
  await stack.caughtUp(indexer);
  expect(await expectEqual()).toBe(EVENTS);
});

it("says that the RPC is away, and goes on when it is back", async () => {
  const state = await chain.save();
  chain.hide();
  await expect
    .poll(async () => (await indexer.health()).checks.find(({ name }) => name === "chain"), { timeout: 30_000 })
    .toMatchObject({ ok: false });
  expect((await indexer.status()).head).toMatchObject({ known: false });
  await chain.restore(state);
  await emitEvents(chain.url, chain.deployment, 500);
  await stack.caughtUp(indexer);
  expect(await expectEqual()).toBe(EVENTS + 500);
});

it("notices at its start that the chain went back meanwhile", async () => {
  expect(await indexer.stop()).toBe(0);
  await chain.restore(early);
  await emitEvents(chain.url, chain.deployment, 1_000);
  indexer = await stack.index();
  await stack.caughtUp(indexer);
  expect(indexer.log()).toMatch(/The chain has gone back|the chain now says/);
  expect(await expectEqual()).toBe(1_000);
});
