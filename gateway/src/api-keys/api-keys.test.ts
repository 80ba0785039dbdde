import { randomBytes } from "node:crypto";
import { apiKeyCreatedSchema, apiKeysResponseSchema } from "@computehive/protocol/api/api-key";
import { quotaResponseSchema } from "@computehive/protocol/api/quota";
import { cidOf } from "@computehive/protocol/cid";
import { describe, expect, it } from "vitest";
import { posting, signInAs, WEB_ENV } from "../testing/sign-in.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";

describe("API keys", () => {
  it("show their secret once, and afterwards only how it begins", async () => {
    const { gateway, page, create } = await setup();
    await using _ = gateway;
    const { key, secret } = await create({ scopes: ["read"] });
    expect(secret).toMatch(/^hive_[\w-]{43}$/);
    expect(secret.startsWith(key.prefix)).toBe(true);
    const listed = await page.json("/v1/api-keys");
    expect(apiKeysResponseSchema.parse(listed).keys).toEqual([key]);
    const stored = await gateway.store.database.read((sql) => sql.all("select * from api_key"));
    expect(JSON.stringify([listed, stored])).not.toContain(secret.slice(key.prefix.length));
  });

  it("may do what their scopes say, and no more", async () => {
    const { gateway, create, as } = await setup();
    await using _ = gateway;
    const reader = as((await create({ scopes: ["read"] })).secret);
    const writer = as((await create({ scopes: ["blobs"] })).secret);
    const bytes = randomBytes(10);
    const put = (send: typeof reader) => send(`/v1/blobs/${cidOf(bytes)}`, { method: "PUT", body: bytes });
    expect((await reader("/v1/quota")).status).toBe(200);
    expect(await errorOf(await put(reader))).toMatchObject({ status: 403, rule: "needs the scope blobs" });
    expect((await put(writer)).status).toBe(200);
    expect((await writer("/v1/quota")).status).toBe(403);
    expect(quotaResponseSchema.parse(await (await reader("/v1/quota")).json()).usedBytes).toBe(10);
  });

  it("neither make nor see keys or sessions", async () => {
    const { gateway, create, as } = await setup();
    await using _ = gateway;
    const all = as((await create({ scopes: ["read", "blobs", "manifests", "notifications"] })).secret);
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ name: "more", scopes: ["read"] });
    expect((await all("/v1/api-keys", { method: "POST", headers, body })).status).toBe(403);
    expect((await all("/v1/api-keys")).status).toBe(403);
    expect((await all("/v1/sessions")).status).toBe(403);
    expect((await all("/v1/sessions", { method: "DELETE" })).status).toBe(403);
  });

  it("end when they are revoked or expire, and say when they were used", async () => {
    const { gateway, page, create, as } = await setup();
    await using _ = gateway;
    const now = () => Math.floor(gateway.clock.now() / 1000);
    const short = await create({ scopes: ["read"], expiresAt: now() + 100 });
    const { key, secret } = await create({ scopes: ["read"] });
    gateway.clock.pass(99);
    expect((await as(short.secret)("/v1/quota")).status).toBe(200);
    const keys = async () => apiKeysResponseSchema.parse(await page.json("/v1/api-keys")).keys;
    expect((await keys()).find(({ id }) => id === short.key.id)?.lastUsedAt).toBe(now());
    gateway.clock.pass(1);
    expect((await as(short.secret)("/v1/quota")).status).toBe(401);

    expect((await as(secret)("/v1/quota")).status).toBe(200);
    const stranger = await signInAs(gateway);
    expect((await stranger.fetch(`/v1/api-keys/${key.id}`, { method: "DELETE" })).status).toBe(404);
    expect((await page.fetch(`/v1/api-keys/${key.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await as(secret)("/v1/quota")).status).toBe(401);
  });

  it("are bounded, and refused with field and rule", async () => {
    const { gateway, page, create } = await setup({ GATEWAY_API_KEYS_PER_ACCOUNT: "2" });
    await using _ = gateway;
    const ask = async (body: unknown) => errorOf(await page.fetch("/v1/api-keys", posting(body)));
    expect(await ask({ name: " ", scopes: ["read"] })).toMatchObject({ status: 422, field: "name" });
    expect(await ask({ name: "x", scopes: [] })).toMatchObject({ status: 422, field: "scopes" });
    expect(await ask({ name: "x", scopes: ["read", "read"] })).toMatchObject({ status: 422, field: "scopes" });
    expect(await ask({ name: "x", scopes: ["all"] })).toMatchObject({ status: 422, field: "scopes.0" });
    expect(await ask({ name: "x", scopes: ["read"], expiresAt: 1 })).toMatchObject({ status: 422, field: "expiresAt" });
    await create({ scopes: ["read"] });
    await create({ scopes: ["read"] });
    expect(await ask({ name: "x", scopes: ["read"] })).toMatchObject({ status: 409, code: "conflict" });
  });
});

async function setup(env: Record<string, string> = {}) {
  const gateway = await startGateway({ env: { ...WEB_ENV, ...env } });
  const page = await signInAs(gateway);
  return {
    gateway,
    page,
    create: async (wish: { scopes: string[]; expiresAt?: number }) =>
      apiKeyCreatedSchema.parse(await page.json("/v1/api-keys", posting({ name: "my script", ...wish }))),
    as:
      (secret: string) =>
      (path: string, init: RequestInit = {}) =>
        gateway.fetch(path, {
          ...init,
          headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${secret}` },
        }),
  };
}
