import {
  pushPayloadSchema,
  pushSubscriptionSchema,
  pushSubscriptionsResponseSchema,
} from "@computehive/protocol/api/push";
import { keccak256, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { defaultPreferences } from "../notifications/preferences.ts";
import { createFakeEvents } from "../testing/fake-events.ts";
import { startPushService } from "../testing/push-service.ts";
import { newAccount } from "../testing/samples.ts";
import { posting, signInAs, WEB_ENV } from "../testing/sign-in.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";
import { isPublicAddress } from "./endpoint.ts";

describe("Web Push", () => {
  it("reaches the browser, encrypted for it, signed by the gateway's own key", async () => {
    const { gateway, service, page, subscribe, happen } = await setup();
    await using _ = gateway;
    await using __ = service;
    await subscribe();
    happen(1);
    await expect.poll(() => service.received.length).toBe(1);
    const [push] = service.received;
    const { notification } = pushPayloadSchema.parse(push?.payload);
    expect(notification).toMatchObject({ id: 1, kind: "job-reopened" });
    expect(push?.claims).toMatchObject({ aud: service.url, sub: "mailto:operator@gateway.invalid" });
    expect(await page.json("/v1/push/key")).toEqual({ publicKey: push?.senderKey });
    expect(push?.headers).toMatchObject({ ttl: "86400", topic: "n1" });
    expect(push?.body.includes("job-reopened")).toBe(false);
  });

  it("forgets a browser that is gone", async () => {
    const { gateway, service, subscribe, subscriptions, happen } = await setup();
    await using _ = gateway;
    await using __ = service;
    await subscribe();
    service.answer(410);
    happen(1);
    await expect.poll(subscriptions).toHaveLength(0);
    happen(2);
    await told(gateway, 2);
    expect(service.count()).toBe(1);
  });

  it("tries again, ever later, and as late as the service asks", async () => {
    const { gateway, service, subscribe, happen } = await setup();
    await using _ = gateway;
    await using __ = service;
    await subscribe();
    service.answer(503, 429);
    happen(1);
    const due = async () => {
      const rows = await gateway.store.database.read((sql) => sql.all("select attempts, due_at from push_delivery"));
      return rows.map(({ attempts, due_at }) => [
        Number(attempts),
        Number(due_at) - Math.floor(gateway.clock.now() / 1000),
      ]);
    };
    await expect.poll(due).toEqual([[1, 15]]);
    gateway.clock.pass(15);
    happen(2);
    await expect.poll(() => service.count()).toBe(3);
    // Two were due; which of them met the 429 is chance.
    await expect.poll(async () => (await due()).map(([, seconds]) => seconds)).toEqual([100]);
    gateway.clock.pass(100);
    happen(3);
    await expect.poll(due).toEqual([]);
    expect(service.received.map(({ payload }) => pushPayloadSchema.parse(payload).notification.id).toSorted()).toEqual([
      1, 2, 3,
    ]);
  });

  it("gives up what the service refuses for good", async () => {
    const { gateway, service, subscribe, subscriptions, happen } = await setup();
    await using _ = gateway;
    await using __ = service;
    await subscribe();
    service.answer(413);
    happen(1);
    await expect.poll(() => service.count()).toBe(1);
    await expect
      .poll(() => gateway.store.database.read((sql) => sql.all("select 1 as one from push_delivery")))
      .toEqual([]);
    expect(await subscriptions()).toHaveLength(1);
  });

  it("pushes only what the account wants pushed", async () => {
    const { gateway, service, page, subscribe, happen } = await setup();
    await using _ = gateway;
    await using __ = service;
    await subscribe();
    const wish = { kinds: { ...defaultPreferences().kinds, "job-reopened": { page: true, push: false } } };
    await page.json("/v1/notifications/preferences", posting(wish, "PUT"));
    happen(1);
    await told(gateway, 1);
    expect(await gateway.store.database.read((sql) => sql.all("select 1 as one from push_delivery"))).toEqual([]);
  });

  it("keeps one entry an endpoint, so many an account, and none of another account's", async () => {
    const { gateway, service, page, subscribe, subscriptions } = await setup({
      GATEWAY_PUSH_SUBSCRIPTIONS_PER_ACCOUNT: "2",
    });
    await using _ = gateway;
    await using __ = service;
    const first = await subscribe("/send/1");
    expect(await subscribe("/send/1")).toEqual(first);
    await subscribe("/send/2");
    expect((await page.fetch("/v1/push/subscriptions", posting(service.subscription("/send/3")))).status).toBe(409);
    const stranger = await signInAs(gateway);
    expect((await stranger.fetch(`/v1/push/subscriptions/${first.id}`, { method: "DELETE" })).status).toBe(404);
    // Whoever has the browser now gets its pushes.
    await stranger.json("/v1/push/subscriptions", posting(service.subscription("/send/1")));
    expect((await subscriptions()).map(({ service: host }) => host)).toEqual([new URL(service.url).host]);
  });

  it.each([
    "http://push.example.com/x",
    "http://127.0.0.1:1/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://10.0.0.8/x",
    "https://localhost/x",
    "https://printer.local/x",
    "https://name:word@push.example.com/x",
    "https://push.example.com:8443/x",
    "ftp://push.example.com/x",
  ])("takes no endpoint like %s", async (endpoint) => {
    const { gateway, service, page } = await setup({ GATEWAY_PUSH_LOOPBACK: "false" });
    await using _ = gateway;
    await using __ = service;
    const response = await page.fetch("/v1/push/subscriptions", posting({ ...service.subscription(), endpoint }));
    expect(await errorOf(response)).toMatchObject({ status: 422, field: "endpoint" });
  });

  it("knows which addresses are anybody's", () => {
    for (const address of ["8.8.8.8", "2606:4700::1111"]) expect(isPublicAddress(address)).toBe(true);
    for (const address of ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"])
      expect(isPublicAddress(address)).toBe(false);
    for (const address of ["::ffff:10.0.0.1", "::ffff:127.0.0.1", "fe80::1", "push.example"])
      expect(isPublicAddress(address)).toBe(false);
  });
});

async function told(gateway: Awaited<ReturnType<typeof startGateway>>, count: number) {
  const statement = "select count(*) as count from notification";
  await expect.poll(async () => (await gateway.store.database.read((sql) => sql.get(statement)))?.count).toBe(count);
}

async function setup(env: Record<string, string> = {}) {
  const account = newAccount();
  const service = await startPushService();
  const events = createFakeEvents({ buyer: account.address, provider: newAccount().address });
  const gateway = await startGateway({
    events,
    env: { ...WEB_ENV, GATEWAY_WATCH_SECONDS: "0.02", GATEWAY_PUSH_LOOPBACK: "true", ...env },
  });
  await expect.poll(async () => (await gateway.store.watch.blocks()).length).toBe(1);
  const page = await signInAs(gateway, { account });
  return {
    gateway,
    service,
    page,
    subscribe: async (path = "/send/1") =>
      pushSubscriptionSchema.parse(await page.json("/v1/push/subscriptions", posting(service.subscription(path)))),
    subscriptions: async () =>
      pushSubscriptionsResponseSchema.parse(await page.json("/v1/push/subscriptions")).subscriptions,
    happen: (n: number) =>
      void events.mine({ name: "JobReopened", jobId: keccak256("0x01"), executionId: keccak256(toHex(n)) }),
  };
}
