import {
  NOTIFICATION_KINDS,
  type NotificationsResponse,
  notificationPreferencesSchema,
  notificationsResponseSchema,
} from "@computehive/protocol/api/notification";
import { keccak256, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { createFakeEvents } from "../testing/fake-events.ts";
import { readEvents, type ServerEvent } from "../testing/read-events.ts";
import { newAccount } from "../testing/samples.ts";
import { type Page, posting, signInAs, WEB_ENV } from "../testing/sign-in.ts";
import { startGateway } from "../testing/start-gateway.ts";
import { defaultPreferences } from "./preferences.ts";

const NODE = newAccount().address;
const JOB = keccak256("0x01");
const execution = (n: number) => ({ jobId: JOB, executionId: keccak256(toHex(n)) });

describe("notifications", () => {
  it("tell buyer and provider what happens to their job, each their part", async () => {
    const { gateway, events, buyer, provider, kindsOf } = await setup();
    await using _ = gateway;
    const of = execution(0);
    events.mine({ name: "JobPosted", jobId: JOB, buyer: buyer.account.address });
    events.mine({ name: "JobClaimed", ...of, node: NODE, provider: provider.account.address });
    events.mine({ name: "ReceiptSubmitted", ...of, node: NODE }, { name: "ExecutionDisputed", ...of });
    events.mine({ name: "Ruled", jobId: JOB, finding: 0 });
    events.mine({ name: "ExecutionSettled", ...of, node: NODE, state: 9, amount: 5n, refund: 1n });
    await expect.poll(() => kindsOf(buyer)).toEqual(["job-claimed", "result-ready", "verdict", "job-settled"]);
    expect(await kindsOf(provider)).toEqual(["dispute-opened", "verdict", "job-settled"]);
    const { notifications } = await list(buyer);
    expect(notifications[0]?.facts).toMatchObject({ ...of, node: NODE, amount: "5", state: "settled-resolved" });
    expect(notifications.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  });

  it("tell the provider of expiry, pause, slashing, and the buyer of reopening, lapse and refund", async () => {
    const { gateway, events, buyer, provider, kindsOf } = await setup();
    await using _ = gateway;
    events.mine(
      { name: "ExecutionExpired", ...execution(0), node: NODE, penalty: 7n },
      { name: "JobReopened", ...execution(0) },
    );
    events.mine({ name: "NodePaused", node: NODE, paused: true }, { name: "NodePaused", node: NODE, paused: false });
    events.mine({ name: "Slashed", provider: provider.account.address, burned: 3n, fee: 1n });
    events.mine({ name: "ExecutionSettled", ...execution(1), node: NODE, state: 12, amount: 0n, refund: 9n });
    events.mine({ name: "JobLapsed", jobId: JOB });
    await expect.poll(() => kindsOf(buyer)).toEqual(["job-reopened", "job-refunded", "job-lapsed"]);
    expect(await kindsOf(provider)).toEqual(["execution-expired", "node-paused", "stake-slashed", "job-refunded"]);
    const amounts = (await list(provider)).notifications.map(({ facts }) => facts.amount);
    expect(amounts).toEqual(["9", "4", undefined, "7"]);
  });

  it("tell of a thaw's end only where the chain still says so", async () => {
    const { gateway, events, provider, kindsOf } = await setup();
    await using _ = gateway;
    const now = Math.floor(gateway.clock.now() / 1000);
    const thaw = { name: "ThawStarted", provider: provider.account.address } as const;
    events.mine({ ...thaw, thawing: 5n, thawedAt: now + 100 });
    events.mine({ ...thaw, thawing: 8n, thawedAt: now + 200 });
    await reached(gateway, 2);
    events.thaw = { amount: 8n, thawedAt: now + 200 };
    gateway.clock.pass(100);
    await expect.poll(() => gateway.store.watch.dueReminders(now + 100, 9)).toEqual([]);
    expect(await kindsOf(provider)).toEqual([]);
    gateway.clock.pass(100);
    await expect.poll(() => kindsOf(provider)).toEqual(["thaw-finished"]);
  });

  it("tell once a day that a node is short of coins", async () => {
    const { gateway, provider, kindsOf } = await setup();
    await using _ = gateway;
    const node = newAccount();
    gateway.chain.register(node.address, provider.account.address);
    const beat = async (sequence: number) => {
      const heartbeat = await gateway.heartbeat(node, { sequence, status: "alarm", alarm: "gas-money-low: 0.001" });
      const headers = { "content-type": "application/json" };
      return gateway.fetch(`/v1/nodes/${node.address}/heartbeat`, { ...posting(heartbeat), headers });
    };
    expect((await beat(1)).status).toBe(204);
    await beat(2);
    expect(await kindsOf(provider)).toEqual(["low-gas"]);
    gateway.clock.pass(86_400);
    await beat(3);
    expect((await kindsOf(await signInAs(gateway, { account: provider.account }))).length).toBe(2);
  });

  it("tell nobody twice when a reorganised chain says it again, and withdraw what it no longer says", async () => {
    const { gateway, events, buyer, kindsOf } = await setup();
    await using _ = gateway;
    const claimed = (n: number) => ({ name: "JobClaimed", ...execution(n), node: NODE, provider: NODE }) as const;
    events.mine(claimed(0));
    events.mine(claimed(1));
    events.mine(claimed(2));
    await expect.poll(() => kindsOf(buyer)).toHaveLength(3);
    await buyer.json("/v1/notifications/read", posting({ upTo: 1 }));

    events.fork(3);
    events.mine();
    events.mine(claimed(1));
    events.mine(claimed(0));
    await reached(gateway, 3);
    await expect.poll(async () => (await list(buyer)).notifications.map(({ id }) => id)).toEqual([2, 1]);
    expect((await list(buyer)).notifications.map(({ read, facts }) => [read, facts.blockNumber])).toEqual([
      [false, 2],
      [true, 3],
    ]);
    // Also where the chain went back and is shorter now.
    events.fork(2);
    await expect.poll(async () => (await list(buyer)).notifications).toEqual([]);
  });

  it("go on where they were after the chain was away", async () => {
    const { gateway, events, buyer, kindsOf } = await setup();
    await using _ = gateway;
    events.setDown(true);
    events.mine({ name: "JobLapsed", jobId: JOB });
    expect((await gateway.fetch("/v1/info")).status).toBe(200);
    events.setDown(false);
    await expect.poll(() => kindsOf(buyer), { timeout: 20_000 }).toEqual(["job-lapsed"]);
  });

  it("come page by page, and are read by some, by all, and by their own account alone", async () => {
    const { gateway, events, buyer, kindsOf } = await setup();
    await using _ = gateway;
    for (let n = 0; n < 5; n++) events.mine({ name: "JobReopened", ...execution(n) });
    await expect.poll(() => kindsOf(buyer)).toHaveLength(5);
    const first = await list(buyer, "?limit=2");
    expect([first.notifications.map(({ id }) => id), first.next, first.unread]).toEqual([[5, 4], 4, 5]);
    expect((await list(buyer, "?limit=2&before=2")).notifications.map(({ id }) => id)).toEqual([1]);
    expect(await buyer.json("/v1/notifications/read", posting({ ids: [5, 77] }))).toEqual({ unread: 4 });
    expect((await list(buyer, "?unread=true")).notifications.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    const stranger = await signInAs(gateway);
    expect(await stranger.json("/v1/notifications/read", posting({ upTo: 5 }))).toEqual({ unread: 0 });
    expect(await buyer.json("/v1/notifications/read", posting({ upTo: 3 }))).toEqual({ unread: 1 });
  });

  it("are kept only of kinds that the account wants", async () => {
    const { gateway, events, buyer, kindsOf } = await setup();
    await using _ = gateway;
    const stored = notificationPreferencesSchema.parse(await buyer.json("/v1/notifications/preferences"));
    expect(Object.keys(stored.kinds)).toEqual([...NOTIFICATION_KINDS]);
    const wish = { kinds: { ...defaultPreferences().kinds, "job-lapsed": { page: false, push: true } } };
    await buyer.json("/v1/notifications/preferences", posting(wish, "PUT"));
    events.mine({ name: "JobLapsed", jobId: JOB }, { name: "JobReopened", ...execution(0) });
    await expect.poll(() => kindsOf(buyer)).toEqual(["job-reopened"]);
    const bad = await buyer.fetch("/v1/notifications/preferences", posting({ kinds: {} }, "PUT"));
    expect(bad.status).toBe(422);
  });
});

describe("GET /v1/notifications/stream", () => {
  it("sends what comes, goes on from the last id, and ends with the session", async () => {
    const { gateway, events, buyer } = await setup();
    await using _ = gateway;
    const stream = readEvents(await buyer.fetch("/v1/notifications/stream"));
    expect(await nextNamed(stream)).toEqual({ event: "unread", data: { unread: 0 } });
    events.mine({ name: "JobReopened", ...execution(0) });
    expect(await nextNamed(stream)).toMatchObject({ event: "notification", id: "1", data: { kind: "job-reopened" } });
    expect(await nextNamed(stream)).toEqual({ event: "unread", data: { unread: 1 } });

    const headers = { "last-event-id": "0" };
    const again = readEvents(await buyer.fetch("/v1/notifications/stream", { headers }));
    expect(await nextNamed(again)).toMatchObject({ event: "notification", id: "1" });
    await buyer.fetch("/v1/session", { method: "DELETE" });
    expect(await nextNamed(again)).toEqual({ event: "unread", data: { unread: 1 } });
    expect(await nextNamed(again)).toEqual({ event: "end", data: { reason: "signed-out" } });
  });

  it("says that the gateway stops", async () => {
    const { gateway, buyer } = await setup();
    const stream = readEvents(await buyer.fetch("/v1/notifications/stream"));
    await nextNamed(stream);
    await gateway[Symbol.asyncDispose]();
    expect(await nextNamed(stream)).toEqual({ event: "end", data: { reason: "stopping" } });
  });
});

async function nextNamed(stream: AsyncGenerator<ServerEvent>): Promise<ServerEvent | undefined> {
  for (;;) {
    const { value, done } = await stream.next();
    if (done) return undefined;
    if (value.event) return value;
  }
}

async function list(page: Page, query = ""): Promise<NotificationsResponse> {
  return notificationsResponseSchema.parse(await page.json(`/v1/notifications${query}`));
}

async function reached(gateway: Awaited<ReturnType<typeof startGateway>>, number: number) {
  await expect.poll(async () => (await gateway.store.watch.blocks())[0]?.number).toBe(number);
}

async function setup() {
  const accounts = { buyer: newAccount(), provider: newAccount() };
  const events = createFakeEvents({ buyer: accounts.buyer.address, provider: accounts.provider.address });
  const env = { ...WEB_ENV, GATEWAY_WATCH_SECONDS: "0.02", GATEWAY_STREAM_IDLE_SECONDS: "0.05" };
  const gateway = await startGateway({ events, env });
  await reached(gateway, 0);
  return {
    gateway,
    events,
    buyer: await signInAs(gateway, { account: accounts.buyer }),
    provider: await signInAs(gateway, { account: accounts.provider }),
    kindsOf: async (page: Page) => (await list(page)).notifications.map(({ kind }) => kind).toReversed(),
  };
}
