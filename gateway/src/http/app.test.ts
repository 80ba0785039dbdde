import { API_ERROR_STATUS, errorBodySchema } from "@computehive/protocol/api/error-body";
import { infoResponseSchema } from "@computehive/protocol/api/info";
import { describe, expect, it } from "vitest";
import { claimedExecution } from "../testing/claimed-execution.ts";
import { newAccount } from "../testing/samples.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";
import { limitStore } from "../testing/test-store.ts";

describe("access", () => {
  it.each([
    ["no header", async () => undefined],
    ["another scheme", async () => "Bearer abc"],
    ["a token that is no JSON", async () => "Hive abc"],
  ])("refuses %s", async (_what, header) => {
    await using gateway = await startGateway();
    const authorization = await header();
    const response = await gateway.fetch("/v1/account", authorization ? { headers: { authorization } } : {});
    expect(await errorOf(response)).toMatchObject({ status: 401, code: "unauthorized" });
  });

  it("refuses a token for another gateway, one that lives too long, and one that has ended", async () => {
    await using gateway = await startGateway();
    const account = newAccount();
    const ask = async (authorization: string) =>
      (await gateway.fetch("/v1/account", { headers: { authorization } })).status;
    expect(await ask(await gateway.authorization(account, { audience: "http://elsewhere" }))).toBe(401);
    expect(await ask(await gateway.authorization(account, { lifetime: 86_401 }))).toBe(401);
    const short = await gateway.authorization(account, { lifetime: 100 });
    expect(await ask(short)).toBe(200);
    gateway.clock.pass(101);
    expect(await ask(short)).toBe(401);
  });

  it("refuses a remembered token from the second it ends", async () => {
    await using gateway = await startGateway();
    const token = await gateway.authorization(newAccount(), { lifetime: 10 });
    const ask = async () => (await gateway.fetch("/v1/account", { headers: { authorization: token } })).status;
    expect(await ask()).toBe(200);
    gateway.clock.pass(10);
    expect(await ask()).toBe(401);
  });
});

describe("limits of requests", () => {
  it("counts by network address", async () => {
    await using gateway = await startGateway({
      env: { GATEWAY_REQUEST_BURST: "3", GATEWAY_REQUESTS_PER_ADDRESS: "0.5" },
    });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await gateway.fetch("/v1/info")).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const limited = await gateway.fetch("/v1/info");
    expect(limited.headers.get("retry-after")).toBe("2");
    expect(await errorOf(limited)).toMatchObject({ code: "rate-limited" });
    gateway.clock.pass(2);
    expect((await gateway.fetch("/v1/info")).status).toBe(200);
  });

  it("counts by account behind one address", async () => {
    await using gateway = await startGateway({
      env: {
        GATEWAY_REQUEST_BURST: "2",
        GATEWAY_REQUESTS_PER_ACCOUNT: "0.5",
        GATEWAY_REQUESTS_PER_ADDRESS: "1000",
        GATEWAY_TRUST_PROXY: "true",
      },
    });
    const [busy, calm] = [await gateway.authorization(newAccount()), await gateway.authorization(newAccount())];
    const ask = async (authorization: string, from: string) =>
      (await gateway.fetch("/v1/account", { headers: { authorization, "x-forwarded-for": `198.51.100.1, ${from}` } }))
        .status;
    expect([await ask(busy, "10.0.0.1"), await ask(busy, "10.0.0.2"), await ask(busy, "10.0.0.3")]).toEqual([
      200, 200, 429,
    ]);
    expect(await ask(calm, "10.0.0.4")).toBe(200);
  });

  it("does not believe x-forwarded-for unless told to", async () => {
    await using gateway = await startGateway({
      env: { GATEWAY_REQUEST_BURST: "1", GATEWAY_REQUESTS_PER_ADDRESS: "0.1" },
    });
    const ask = async (from: string) =>
      (await gateway.fetch("/v1/info", { headers: { "x-forwarded-for": from } })).status;
    expect([await ask("10.0.0.1"), await ask("10.0.0.2")]).toEqual([200, 429]);
  });
});

describe("what every answer has", () => {
  it("names the request, as the caller did if it could", async () => {
    await using gateway = await startGateway();
    const idOf = async (given?: string) =>
      (await gateway.fetch("/v1/info", given ? { headers: { "x-request-id": given } } : {})).headers.get(
        "x-request-id",
      );
    expect(await idOf("mine-1")).toBe("mine-1");
    expect(await idOf("a b<script>")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("forbids browsers to run, frame or retype it, also where it refuses", async () => {
    await using gateway = await startGateway();
    for (const path of ["/v1/info", "/nowhere"]) {
      const { headers } = await gateway.fetch(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  it("lets listed origins read, and no others", async () => {
    await using gateway = await startGateway({
      env: { GATEWAY_ALLOWED_ORIGINS: "https://app.example, https://two.example" },
    });
    const allowed = async (origin: string) =>
      (await gateway.fetch("/v1/info", { headers: { origin } })).headers.get("access-control-allow-origin");
    expect(await allowed("https://two.example")).toBe("https://two.example");
    expect(await allowed("https://evil.example")).toBeNull();
    const preflight = await gateway.fetch("/v1/manifests", {
      method: "OPTIONS",
      headers: {
        origin: "https://app.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([
      204,
      "https://app.example",
    ]);
  });

  it("refuses unknown routes in the shape of all refusals", async () => {
    await using gateway = await startGateway();
    expect(await errorOf(await gateway.fetch("/v2/anything"))).toMatchObject({ status: 404, code: "not-found" });
    expect((await gateway.fetch("/v1/info", { method: "DELETE" })).status).toBe(404);
  });

  it("tells nothing of a fault inside", async () => {
    await using gateway = await startGateway({
      wrapStore: (store) => ({
        ...store,
        nodes: { ...store.nodes, list: () => Promise.reject(new Error("secret path /srv/x")) },
      }),
    });
    const response = await gateway.fetch("/v1/nodes");
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(errorBodySchema.parse(JSON.parse(text)).error.code).toBe("internal");
    expect(text).not.toMatch(/secret|root|\.ts|at /);
  });
});

describe("what the gateway says of itself", () => {
  it("answers /v1/info by its schema", async () => {
    await using gateway = await startGateway();
    const info = infoResponseSchema.parse(await (await gateway.fetch("/v1/info")).json());
    expect(info).toMatchObject({ audience: gateway.url, chainId: 31_337, version: "0.1.0" });
  });

  it("says in /health what does not work", async () => {
    await using gateway = await startGateway();
    const health = async () => {
      const response = await gateway.fetch("/health");
      return {
        http: response.status,
        ...((await response.json()) as { status: string; checks: { name: string; ok: boolean; reason?: string }[] }),
      };
    };
    expect(await health()).toEqual({
      http: 200,
      status: "ok",
      checks: ["store", "disk", "chain"].map((name) => ({ name, ok: true })),
    });

    gateway.chain.setDown(true);
    expect(await health()).toMatchObject({
      http: 200,
      status: "degraded",
      checks: [{}, {}, { ok: false, reason: "Reason: the test took the RPC away." }],
    });

    limitStore(gateway.store, { readOnly: true });
    expect(await health()).toMatchObject({
      http: 503,
      status: "failing",
      checks: [{ name: "store", ok: false }, {}, {}],
    });
  });

  it("says in /health that the disk is nearly full", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_RESERVE_BYTES: String(2 ** 52) } });
    expect((await gateway.fetch("/health")).status).toBe(503);
  });

  it("counts requests by route, never by URL", async () => {
    await using gateway = await startGateway();
    await gateway.fetch(`/v1/nodes/${newAccount().address}`);
    await gateway.fetch("/some/where/else");
    const text = await (await gateway.fetch("/metrics")).text();
    expect(text).toContain('gateway_requests_total{method="GET",route="/v1/nodes/:node",status="404"} 1');
    expect(text).toContain('gateway_requests_total{method="GET",route="/*",status="404"} 1');
    expect(text).not.toContain("/some/where");
  });

  it("documents every route that it serves, and serves every one that it documents", async () => {
    const { gateway } = await claimedExecution();
    await using _ = gateway;
    const document = (await (await gateway.fetch("/v1/openapi.json")).json()) as OpenApi;
    expect(document.openapi).toBe("3.1.0");

    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = gateway.gateway.app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect(documented.toSorted()).toEqual([...new Set(served)].toSorted());
    expect(documented.toSorted()).toEqual(ROUTES.toSorted());

    const missing = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].filter(
      ([, name]) => !document.components.schemas[name ?? ""],
    );
    expect(missing).toEqual([]);
  });

  it("describes optional members as optional, and large numbers as the strings that are sent", async () => {
    await using gateway = await startGateway();
    const { components } = (await (await gateway.fetch("/v1/openapi.json")).json()) as OpenApi;
    expect(components.schemas.PhaseEvent?.required).toEqual(["phase", "at"]);
    expect(JSON.stringify(components.schemas.Receipt)).toContain('"units":{"type":"string"');
    expect(Object.keys(API_ERROR_STATUS).every((code) => JSON.stringify(components.schemas.Error).includes(code))).toBe(
      true,
    );
  });
});

const ROUTES = [
  "GET /health",
  "GET /metrics",
  "GET /v1/info",
  "GET /v1/openapi.json",
  "GET /v1/account",
  "PUT /v1/blobs/{cid}",
  "GET /v1/blobs/{cid}",
  "DELETE /v1/blobs/{cid}",
  "POST /v1/manifests",
  "POST /v1/nodes/{node}/heartbeat",
  "GET /v1/nodes",
  "GET /v1/nodes/{node}",
  "GET /v1/executions/{executionId}",
  "POST /v1/executions/{executionId}/phases",
  "POST /v1/executions/{executionId}/logs",
  "GET /v1/executions/{executionId}/logs",
  "PUT /v1/executions/{executionId}/receipt",
  "GET /v1/executions/{executionId}/receipt",
  "POST /v1/session/nonce",
  "POST /v1/session",
  "GET /v1/session",
  "DELETE /v1/session",
  "GET /v1/sessions",
  "DELETE /v1/sessions",
  "DELETE /v1/sessions/{id}",
  "GET /v1/api-keys",
  "POST /v1/api-keys",
  "DELETE /v1/api-keys/{id}",
  "GET /v1/quota",
  "GET /v1/notifications",
  "POST /v1/notifications/read",
  "GET /v1/notifications/preferences",
  "PUT /v1/notifications/preferences",
  "GET /v1/notifications/stream",
  "GET /v1/push/key",
  "GET /v1/push/subscriptions",
  "POST /v1/push/subscriptions",
  "DELETE /v1/push/subscriptions/{id}",
  "GET /v1/orders",
  "POST /v1/orders",
  "POST /v1/statements",
  "GET /v1/statements/{id}",
  "GET /v1/orders/{jobId}",
  "POST /v1/pairings",
  "POST /v1/pairings/claim",
  "GET /v1/pairings/{id}",
  "POST /v1/pairings/{id}/confirm",
  "POST /v1/pairings/{id}/answer",
  "DELETE /v1/pairings/{id}",
  "GET /v1/saved-manifests",
  "POST /v1/saved-manifests",
  "GET /v1/saved-manifests/{id}",
  "PATCH /v1/saved-manifests/{id}",
  "DELETE /v1/saved-manifests/{id}",
];

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, { required?: string[] }> };
}
