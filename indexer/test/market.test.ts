import { accountResponseSchema } from "@computehive/protocol/indexer-api/account";
import {
  bookResponseSchema,
  pricesResponseSchema,
  resourceClassesResponseSchema,
} from "@computehive/protocol/indexer-api/book";
import { blocksResponseSchema, eventsResponseSchema } from "@computehive/protocol/indexer-api/event";
import { executionResponseSchema, executionsResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { jobResponseSchema, jobsResponseSchema } from "@computehive/protocol/indexer-api/job";
import { offerResponseSchema, offersResponseSchema } from "@computehive/protocol/indexer-api/offer";
import {
  nodeResponseSchema,
  nodesResponseSchema,
  providerResponseSchema,
  providersResponseSchema,
} from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes as routes } from "@computehive/protocol/indexer-api/routes";
import { totalsResponseSchema } from "@computehive/protocol/indexer-api/totals";
import type { Address } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showAccount } from "../../packages/sdk/src/account/show-account.ts";
import { readEarnings } from "../../packages/sdk/src/earnings.ts";
import { readJob } from "../../packages/sdk/src/jobs/read-job.ts";
import { showStake } from "../../packages/sdk/src/staking/stake.ts";
import { DOLLAR } from "../../packages/sdk/test/support/market.ts";
import type { TestIndexer } from "./support/indexer.ts";
import { startStack, type TestStack } from "./support/stack.ts";
import { ENDINGS, type Story, tellStory } from "./support/story.ts";

let stack: TestStack;
let indexer: TestIndexer;
let story: Story;
let provider: Address;

const lower = (address: Address) => address.toLowerCase() as Address;

beforeAll(async () => {
  stack = await startStack("postgres");
  // The first half of the story is history for the indexer, the second half is live.
  const starting = stack.index();
  story = await tellStory(stack.chain);
  indexer = await starting;
  await stack.caughtUp(indexer);
  provider = lower(story.node.provider.account.address);
});
afterAll(() => stack?.stop());

describe("what is indexed", () => {
  it("adds up to what the chain says", async () => {
    const { differences, figures } = await stack.compare(indexer);
    expect(differences).toEqual([]);
    expect(figures).toBeGreaterThan(50);
    const totals = await indexer.get(routes.totals(), totalsResponseSchema);
    expect(totals.stake.burned).toBeGreaterThan(0n);
    expect(totals.settlements.fee).toBeGreaterThan(0n);
    expect(totals.escrow.deposited + totals.escrow.pulled - totals.escrow.withdrawn).toBe(
      totals.escrow.market + totals.escrow.staking + totals.escrow.others + totals.escrow.reserved,
    );
  });

  it("follows a job that its buyer's wallet paid, out and back", async () => {
    const { jobId, buyer } = story.walletJob;
    const { job, timeline } = await indexer.get(routes.job(jobId), jobResponseSchema);
    expect(job).toMatchObject({ state: "cancelled", order: { funding: 1, buyer: lower(buyer.account.address) } });
    expect(timeline.map(({ event }) => event.name)).toEqual(["JobFunded", "JobClaimed", "JobReopened", "JobCancelled"]);
    const { balances, movements } = await indexer.get(routes.account(buyer.account.address), accountResponseSchema);
    const { free } = await showAccount(buyer.client);
    // The wallet paid; what came back is the account's.
    expect(movements).toMatchObject([{ kind: "cancelled", direction: "in", amount: free, free }]);
    expect(balances).toMatchObject([{ free }]);
    const { escrow } = await indexer.get(routes.totals(), totalsResponseSchema);
    expect(escrow.pulled).toBe(free);
  });

  it("follows money through channels, sessions and carried statements, to the last unit", async () => {
    const { channels, escrow, events } = await indexer.get(routes.totals(), totalsResponseSchema);
    expect(channels).toEqual({ open: 1, closing: 1, closed: 1 });
    expect(escrow.reserved).toBe(2n * DOLLAR);
    for (const name of ["RedemptionShort", "RedemptionRefused", "SessionEnded", "CarrierPaid", "ChannelToppedUp"]) {
      expect(events[`escrow.${name}`], name).toBe(1);
    }
    const { payer, payee } = story.channels;
    for (const { account, client } of [payer, payee]) {
      const { balances, movements } = await indexer.get(routes.account(account.address), accountResponseSchema);
      const { free } = await showAccount(client);
      expect(balances[0]?.free).toBe(free);
      expect(movements[0]?.free, "what was free after the newest movement").toBe(free);
    }
    const { movements } = await indexer.get(routes.account(payer.account.address), accountResponseSchema);
    const kinds = movements.filter(({ channelId }) => channelId === story.channels.channels.closed);
    expect(kinds.map(({ kind, direction, amount }) => [kind, direction, amount])).toEqual([
      ["released", "in", 3n * DOLLAR],
      ["reserved", "out", 5n * DOLLAR],
      ["reserved", "out", 10n * DOLLAR],
    ]);
  });

  it.each(ENDINGS)("agrees with the SDK about the job that is %s", async (ending) => {
    const jobId = story.jobs[ending];
    const view = await readJob(story.buyer.client, jobId);
    const { job, executions, timeline } = await indexer.get(routes.job(jobId), jobResponseSchema);
    expect(job).toMatchObject({ state: ending, attempt: view.attempt, resourceClass: "cpu.v1" });
    expect(view.state).toBe(ending);
    expect(job.order).toEqual({
      ...view.order,
      buyer: lower(view.order.buyer),
      token: lower(view.order.token),
    });
    expect(job.terms).toEqual({ ...view.terms, resolver: lower(view.terms.resolver) });
    expect(job.executionId).toBe(view.current?.executionId);
    expect(executions.map(({ executionId }) => executionId)).toEqual(view.attempts.map((one) => one.executionId));
    for (const [index, { execution, submission, dispute }] of view.attempts.entries()) {
      expect(executions[index]).toMatchObject({
        node: lower(execution.node),
        payee: lower(execution.payee),
        exposure: execution.exposure,
        submitBy: execution.submitBy,
        claimed: { at: execution.claimedAt },
      });
      expect(executions[index]?.submission?.receiptHash).toBe(submission?.receiptHash);
      expect(executions[index]?.dispute?.complaint).toBe(dispute?.complaint);
    }
    expect(job.settlement?.amount).toBe(view.settlement?.amount);
    expect(job.settlement?.refund).toBe(view.settlement?.refund);
    expect(job.settlement?.receiptHash).toBe(view.settlement?.receiptHash);
    const first = ending === "refunded-equivocation" ? "JobFunded" : "JobPosted";
    expect(timeline[0]).toMatchObject({ state: "open", event: { name: first } });
    expect(timeline.at(-1)?.state).toBe(ending);
  });

  it("says why, in every timeline", async () => {
    const reasons = async (ending: keyof Story["jobs"]) => {
      const { timeline } = await indexer.get(routes.job(story.jobs[ending]), jobResponseSchema);
      return timeline.map(({ event, reason }) => (reason ? `${event.name}: ${reason}` : event.name));
    };
    expect(await reasons("lapsed")).toEqual([
      "JobPosted",
      "JobClaimed",
      "JobReopened",
      "JobClaimed",
      "ExecutionExpired: expired",
      "JobReopened: expired",
      "Slashed: expired",
      "JobLapsed: lapsed",
    ]);
    expect(await reasons("cancelled")).toEqual(["JobPosted", "JobCancelled: cancelled-by-buyer"]);
    expect(await reasons("settled-silent")).toContain("ExecutionSettled: paid-by-silence");
    expect(await reasons("settled-cosigned")).toContain("ExecutionSettled: paid-by-agreement");
    expect(await reasons("refunded-silent")).toContain("ExecutionSettled: refunded-by-silence");
    expect((await reasons("settled-resolved")).slice(-3)).toEqual([
      "ExecutionDisputed: disputed",
      "Ruled: verdict-upheld",
      "ExecutionSettled: verdict-upheld",
    ]);
    expect((await reasons("refunded-resolved")).slice(-3)).toEqual([
      "Ruled: verdict-wrong",
      "ExecutionSettled: verdict-wrong",
      "Slashed: verdict-wrong",
    ]);
    expect(await reasons("settled-split")).toContain("ExecutionSettled: resolver-silent");
  });
});

describe("lists", () => {
  it("jobs by every filter, in pages", async () => {
    const jobs = (query: Parameters<typeof routes.jobs>[0]) => indexer.get(routes.jobs(query), jobsResponseSchema);
    const all = await jobs({});
    expect(new Set(all.items.map(({ jobId }) => jobId))).toEqual(
      new Set([...Object.values(story.jobs), story.walletJob.jobId]),
    );
    expect((await jobs({ buyer: story.buyer.account.address })).items).toHaveLength(ENDINGS.length);
    expect((await jobs({ buyer: provider })).items).toEqual([]);
    expect((await jobs({ state: "open,cancelled" })).items.map(({ state }) => state)).toEqual([
      "cancelled",
      "open",
      "cancelled",
    ]);
    // Never claimed: open and one of the cancelled.
    expect((await jobs({ provider })).items).toHaveLength(ENDINGS.length - 2 + 1);
    expect((await jobs({ node: story.node.account.address })).items).toHaveLength(ENDINGS.length - 2 + 1);
    expect((await jobs({ resourceClass: "gpu.h200" })).items).toEqual([]);

    const paged = [];
    let cursor: string | undefined;
    do {
      const page = await jobs({ limit: 5, ...(cursor !== undefined && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(5);
      paged.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(paged).toEqual(all.items);
  });

  it("executions of a node, by state", async () => {
    const node = story.node.account.address;
    const all = await indexer.get(routes.executions({ node, limit: 200 }), executionsResponseSchema);
    expect(all.items).toHaveLength(ENDINGS.length - 2 + 2);
    const first = await indexer.get(routes.executions({ node, limit: 4 }), executionsResponseSchema);
    const second = await indexer.get(
      routes.executions({ node, limit: 4, ...(first.next !== undefined && { cursor: first.next }) }),
      executionsResponseSchema,
    );
    expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 8));
    const split = all.items.find(({ jobId }) => jobId === story.jobs["settled-split"]);
    const { execution } = await indexer.get(routes.execution(split?.executionId ?? "0x"), executionResponseSchema);
    expect(execution).toEqual(split);
    expect(execution.settlement).toMatchObject({ kind: "split", amount: 2n * DOLLAR, fee: 0n });
    const resolved = all.items.find(({ jobId }) => jobId === story.jobs["refunded-resolved"]);
    expect(resolved).toMatchObject({
      ruling: { finding: "wrong", reason: "The result is wrong." },
      settlement: { kind: "resolved", amount: 0n, fee: DOLLAR / 2n },
    });
  });

  it("offers, and whether they are open", async () => {
    const { items } = await indexer.get(routes.offers({ provider }), offersResponseSchema);
    expect(items.map(({ offerId, isOpen, state }) => [offerId, isOpen, state])).toEqual([
      [story.offers.cancelled, false, "cancelled"],
      [story.offers.open, true, "posted"],
    ]);
    const open = await indexer.get(routes.offers({ resourceClass: "cpu.v1", open: "true" }), offersResponseSchema);
    expect(open.items.map(({ offerId }) => offerId)).toEqual([story.offers.open]);
    const { offer } = await indexer.get(routes.offer(story.offers.cancelled), offerResponseSchema);
    expect(offer).toMatchObject({ price: 1n, salt: 2n ** 63n, unitKind: "fuel" });
    expect(offer.cancelled?.block).toBeGreaterThan(offer.posted.block);
  });

  it("the book of a class, with depth and last prices", async () => {
    const book = await indexer.get(routes.book({ resourceClass: "cpu.v1" }), bookResponseSchema);
    const stake = await showStake(story.node.client, provider);
    expect(book.asks).toMatchObject([{ offerId: story.offers.open, depthCount: 1, depthExposure: 100n * DOLLAR }]);
    expect(book.asks[0]?.freeStake).toBe(stake.active - stake.exposure);
    expect(book.bids).toMatchObject([{ jobId: story.jobs.open, depthCount: 1, depthMaxPay: 5n * DOLLAR }]);
    expect(book.last.map(({ amount }) => amount)).toEqual(
      [2n, 4n, 4n, 4n].map((dollars, index) => (index === 1 ? expect.any(BigInt) : dollars * DOLLAR)),
    );
    const classes = await indexer.get(routes.resourceClasses(), resourceClassesResponseSchema);
    expect(classes.items).toMatchObject([
      { resourceClass: "cpu.v1", openOffers: 1, openJobs: 1, runningJobs: 3, settled: 4, bestOffer: 2n * DOLLAR },
    ]);
    const prices = await indexer.get(routes.prices({ resourceClass: "cpu.v1", limit: 2 }), pricesResponseSchema);
    expect(prices.items).toEqual(book.last.slice(0, 2));
    const late = { resourceClass: "cpu.v1", from: prices.items[0]?.at ?? 0 };
    expect((await indexer.get(routes.prices(late), pricesResponseSchema)).items).toEqual(book.last.slice(0, 1));
  });

  it("providers and nodes with what they have done", async () => {
    const { items } = await indexer.get(routes.providers(), providersResponseSchema);
    expect(items).toHaveLength(3);
    const { provider: found } = await indexer.get(routes.provider(provider), providerResponseSchema);
    const stake = await showStake(story.node.client, provider);
    expect(found).toMatchObject({ active: stake.active, exposure: stake.exposure, nodes: 1, openOffers: 1 });
    const earnings = await readEarnings(story.node.client, { provider });
    expect(found.record).toMatchObject({
      claimed: 13,
      live: 3,
      settled: earnings.settledCount,
      refunded: 1,
      declined: 2,
      expired: 1,
      disputed: 4,
      lost: 2,
      earned: earnings.total,
    });
    const done = await indexer.get(
      routes.executions({ provider, state: "settled", limit: 200 }),
      executionsResponseSchema,
    );
    const seconds = done.items.map(({ claimed, settlement }) => (settlement?.settled.at ?? 0) - claimed.at);
    expect(found.record.medianSettleSeconds).toBe(seconds.sort((a, b) => a - b)[(seconds.length - 1) >> 1]);
    expect(seconds.at(-1)).toBeGreaterThan(100);
    expect(found.burned).toBeGreaterThan(earnings.penalties);
    const thawing = await indexer.get(
      routes.provider(story.otherNode.provider.account.address),
      providerResponseSchema,
    );
    expect(thawing.provider).toMatchObject({ thawing: 10n * DOLLAR, active: 370n * DOLLAR });

    const nodes = await indexer.get(routes.nodes({ state: "paused" }), nodesResponseSchema);
    expect(nodes.items.map(({ node }) => node)).toEqual(
      [story.rotated.node, story.otherNode].map(({ account }) => lower(account.address)),
    );
    const { node } = await indexer.get(routes.node(story.node.account.address), nodeResponseSchema);
    expect(node).toMatchObject({ state: "active", region: "", record: found.record });
  });

  it("a node under its new key, and the old one with what it said last", async () => {
    const { node, before } = story.rotated;
    const old = await indexer.get(routes.node(before.account.address), nodeResponseSchema);
    expect(old.node).toMatchObject({
      state: "retired",
      region: "eu-west",
      endpoint: "https://moved",
      rotatedTo: lower(node.account.address),
    });
    expect(old.node.rotatedFrom).toBeUndefined();
    const found = await indexer.get(routes.node(node.account.address), nodeResponseSchema);
    expect(found.node).toMatchObject({
      state: "paused",
      provider: lower(before.provider.account.address),
      resourceClass: "gpu.h200",
      rotatedFrom: lower(before.account.address),
    });
    const attested = await indexer.get(routes.events({ contract: "attestations" }), eventsResponseSchema);
    expect(attested.items).toMatchObject([
      {
        name: "Attested",
        args: { attestation: { tcbLevel: "20000" } },
        touches: { node: lower(before.account.address) },
      },
    ]);
    const events = await indexer.get(routes.events({ address: node.account.address }), eventsResponseSchema);
    expect(events.items.map(({ name }) => name)).toEqual(["NodeRotated", "NodePaused", "NodeRegistered"]);
  });

  it("accounts with every movement", async () => {
    for (const party of [story.buyer, story.node.provider, story.otherNode.provider]) {
      const address = party.account.address;
      const account = await indexer.get(routes.account(address, { limit: 200 }), accountResponseSchema);
      const { free } = await showAccount(party.client, address);
      expect(account.balances[0]?.free).toBe(free);
      const sum = account.movements.reduce(
        (s, { amount, direction }) => s + (direction === "in" ? amount : -amount),
        0n,
      );
      expect(sum).toBe(free);
      expect(account.movements[0]?.free).toBe(free);
    }
    const buyer = await indexer.get(routes.account(story.buyer.account.address, { limit: 3 }), accountResponseSchema);
    expect(buyer.movements.map(({ kind }) => kind)).toEqual(["withdrawn", "posted", "posted"]);
    expect(buyer.next).toBeDefined();
    expect(buyer.operators).toMatchObject([{ operator: lower(stack.chain.deployment.contracts.market) }]);
    const nobody = await indexer.get(routes.account(`0x${"ab".repeat(20)}`), accountResponseSchema);
    expect(nobody).toMatchObject({ balances: [], operators: [], movements: [] });
  });

  it("events by job, address, block, transaction and contract", async () => {
    const events = (query: Parameters<typeof routes.events>[0]) =>
      indexer.get(routes.events(query), eventsResponseSchema);
    const { timeline } = await indexer.get(routes.job(story.jobs["refunded-resolved"]), jobResponseSchema);
    const ofJob = await events({ job: story.jobs["refunded-resolved"] });
    expect(ofJob.items).toEqual(timeline.map(({ event }) => event).reverse());
    const [slash] = ofJob.items;
    expect((await events({ transaction: slash?.place.transaction ?? "0x" })).items.map(({ name }) => name)).toEqual([
      "Slashed",
      "ExecutionSettled",
      "Ruled",
    ]);
    expect((await events({ block: slash?.place.block ?? 0 })).items).toHaveLength(3);
    const ofNode = await events({ address: story.node.account.address, limit: 200 });
    expect(ofNode.items.every(({ touches }) => touches.accounts.includes(lower(story.node.account.address)))).toBe(
      true,
    );
    const ofMarket = await events({ address: stack.chain.deployment.contracts.market, contract: "market", limit: 200 });
    const totals = await indexer.get(routes.totals(), totalsResponseSchema);
    const counted = Object.entries(totals.events).filter(([name]) => name.startsWith("market."));
    expect(ofMarket.items).toHaveLength(counted.reduce((sum, [, count]) => sum + count, 0));
    const blocks = await indexer.get(routes.blocks({ limit: 5 }), blocksResponseSchema);
    const { hash } = await stack.chain.publicClient.getBlock({ blockNumber: BigInt(blocks.items[0]?.number ?? 0) });
    expect(blocks.items).toHaveLength(5);
    expect(blocks.items[0]?.hash).toBe(hash);
  });
});

describe("refusals", () => {
  it.each([
    ["/v1/jobs?limit=201", 422, "limit"],
    ["/v1/jobs?colour=red", 422, "colour"],
    ["/v1/jobs?state=lost", 422, "state.0"],
    ["/v1/jobs?cursor=!", 422, "cursor"],
    ["/v1/jobs?cursor=YWJj", 422, "cursor"],
    ["/v1/jobs/0x12", 422, "id"],
    [`/v1/jobs/0x${"12".repeat(32)}`, 404, undefined],
    ["/v1/accounts/0x12", 422, "address"],
    ["/v1/live?topics=everything", 422, "topics.0"],
    ["/v1/nothing", 404, undefined],
    ["/internal/keepsake", 404, undefined],
    ["/sql/db", 404, undefined],
  ])("%s is answered with %i", async (path, status, field) => {
    const response = await fetch(new URL(path, indexer.url));
    expect(response.status).toBe(status);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const body = (await response.json()) as { error: { field?: string; message: string } };
    expect(body.error.message).toMatch(/\.$/);
    expect(body.error.field).toBe(field);
  });

  it("GraphQL answers about the same tables", async () => {
    const response = await fetch(new URL("/graphql", indexer.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: '{ jobs(where: { state: "open" }) { totalCount items { id } } }' }),
    });
    expect(await response.json()).toEqual({
      data: { jobs: { totalCount: 1, items: [{ id: story.jobs.open }] } },
    });
  });
});
