import { randomBytes } from "node:crypto";
import { quotaResponseSchema } from "@computehive/protocol/api/quota";
import { cidOf } from "@computehive/protocol/cid";
import { expect, it } from "vitest";
import { signInAs, WEB_ENV } from "../testing/sign-in.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";

it("counts what a page and a token upload on the one account", async () => {
  const { gateway, page, put, quota } = await setup();
  await using _ = gateway;
  await put(randomBytes(10));
  const bytes = randomBytes(20);
  const authorization = await gateway.authorization(page.account);
  await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, { method: "PUT", headers: { authorization }, body: bytes });
  expect(await quota()).toMatchObject({ account: page.account.address, usedBytes: 30, limitBytes: 1_000, blobs: 2 });
});

it("bounds the new bytes of a day, counts none twice, and begins anew at midnight UTC", async () => {
  const { gateway, put, quota, drop } = await setup({ GATEWAY_DAILY_BYTES: "100", GATEWAY_BLOB_BYTES: "200" });
  await using _ = gateway;
  const first = randomBytes(60);
  await put(first);
  expect((await put(first)).status).toBe(200);
  await drop(first);
  expect(await quota()).toMatchObject({ usedBytes: 0, today: { usedBytes: 60, limitBytes: 100 } });

  const refused = await put(randomBytes(41));
  expect(refused.headers.get("retry-after")).toBe("86400");
  expect(await errorOf(refused)).toMatchObject({ status: 507, code: "quota-exceeded" });
  expect((await put(randomBytes(40))).status).toBe(200);

  gateway.clock.pass(86_400);
  expect((await quota()).today).toMatchObject({
    usedBytes: 0,
    resetsAt: Math.floor(gateway.clock.now() / 1000) + 86_400,
  });
  expect((await put(randomBytes(100))).status).toBe(200);
});

async function setup(env: Record<string, string> = {}) {
  const gateway = await startGateway({
    env: { ...WEB_ENV, GATEWAY_QUOTA_BYTES: "1000", GATEWAY_BLOB_BYTES: "1000", ...env },
  });
  const page = await signInAs(gateway);
  const about = (bytes: Uint8Array) => `/v1/blobs/${cidOf(bytes)}`;
  return {
    gateway,
    page,
    put: (bytes: Uint8Array<ArrayBuffer>) => page.fetch(about(bytes), { method: "PUT", body: bytes }),
    drop: (bytes: Uint8Array) => page.fetch(about(bytes), { method: "DELETE" }),
    quota: async () => quotaResponseSchema.parse(await page.json("/v1/quota")),
  };
}
